/* The names that go over the live socket, version 1. A contract test holds them against the server's
   registry; what the server may add later is ignored by the handlers, so nothing here is a whitelist for
   what comes in. */

export const VERSION = 1;

export const FRAMES = ["ok", "err", "ev", "eph", "state", "ctl"];

export const VERBS = [
  "hello", "join", "leave", "ack", "history", "ping",
  "chat.send", "chat.hide", "typing",
  "ready.set",
  "match.ask", "match.cancel", "match.read", "match.accept", "match.decline",
  "meet.read", "meet.end",
  "safety.block", "safety.report",
  "mixer.start", "mixer.pause", "mixer.resume", "mixer.skip", "mixer.end",
];

/* Per kind of topic: what is numbered and replayed, what replaces what was there, what may be lost. */
export const TOPICS = {
  user: {
    events: ["round.assigned", "match.found", "match.started", "match.over", "meet.over", "access.changed"],
    states: [],
    lossy: [],
  },
  room: { events: ["chat.message", "chat.hidden", "room.closed"], states: ["presence"], lossy: ["typing"] },
  mixer: { events: ["mixer.phase"], states: ["counts"], lossy: [] },
  arrivals: {
    events: ["arrivals.registered", "arrivals.withdrawn", "arrivals.in", "arrivals.out"],
    states: ["counts"],
    lossy: [],
  },
  forum: { events: ["announcement"], states: [], lossy: [] },
};

export const CONTROLS = ["drain", "reload", "replaced", "revoked"];

export const CODES = [
  "proto.bad", "proto.unknown", "proto.version",
  "invalid", "too.large",
  "auth.required", "auth.expired",
  "gone", "denied", "conflict",
  "rate.limited", "busy", "server",
  "refused",
];

export const CLOSE = {
  restart: 1012,
  signIn: 4001,
  revoked: 4003,
  unknown: 4004,
  limits: 4008,
  replaced: 4009,
  errors: 4011,
};

/* After these the server does not want the same client back. */
export const FINAL = [CLOSE.signIn, CLOSE.revoked, CLOSE.unknown, CLOSE.replaced];

/* A no from the server, or (codes "offline" and "timeout", made here) no answer at all. */
export class LiveError extends Error {
  constructor({ code, reason = null, text = "", retry = null, field = null }) {
    super(text || code);
    Object.assign(this, { code, reason, text, retry, field });
  }
}

/* Random letters for tabs and messages; `crypto.randomUUID` is missing on plain http. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
