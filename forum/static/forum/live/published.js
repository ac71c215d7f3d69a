/* What the browser has to know of the protocol. Made by `manage.py protocol` from the registered verbs and from
   forum/live/endings.py. */

export const VERSION = 1;

export const VERBS = [
  "hello", "join", "leave", "ack", "history", "ping", "chat.hide", "chat.send", "match.accept",
  "match.ask", "match.cancel", "match.decline", "match.read", "meet.end", "meet.read", "mixer.end",
  "mixer.pause", "mixer.resume", "mixer.skip", "mixer.start", "ready.set", "room.here", "room.names",
  "safety.block", "safety.report", "typing",
];

/* How the line may end. What is not final, and any code that is not here, is tried again. */
export const ENDINGS = {
  1009: { name: "too_large", isFinal: false, offers: "" },
  1012: { name: "restart", isFinal: false, offers: "" },
  4001: { name: "sign_in", isFinal: true, offers: "sign-in" },
  4003: { name: "revoked", isFinal: true, offers: "forum" },
  4004: { name: "unknown", isFinal: true, offers: "reload" },
  4006: { name: "outdated", isFinal: true, offers: "reload" },
  4008: { name: "limits", isFinal: false, offers: "" },
  4009: { name: "replaced", isFinal: true, offers: "go-on" },
  4010: { name: "expired", isFinal: false, offers: "" },
  4011: { name: "errors", isFinal: false, offers: "" },
};

/* Milliseconds before coming back. */
export const PAUSES = { first: 300, spread: 700, base: 1000, limit: 20000 };
