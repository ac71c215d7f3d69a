/* The one live client of a page, tied to what every page has: clock, offline bar, sign-in. The page brings
   `forum/live/_line.html`, which knows the forum, the person and what to say when the line is over. */

import { setServerOffset } from "../countdown.js";
import { tidyDrafts } from "../drafts.js";
import { answerForLine, endConnection, leaveFor, setConnection } from "../offline.js";
import { LiveClient } from "./client.js";
import { ENDINGS } from "./published.js";

const SENT_AWAY = "madang-sent-away";
const AGAIN_WITHIN = 10_000;

const line = document.querySelector("[data-live]").dataset;

export const me = line.me;
tidyDrafts(me);

export const client = new LiveClient({
  url: line.url,
  forum: line.forum,
  language: document.documentElement.lang,
});

answerForLine(() => client.isOnline);

const offers = {
  "sign-in": () => leaveFor(line.signIn),
  "go-on": () => client.start(),
  reload: () => location.reload(),
  forum: () => location.assign(line.home),
};

client
  .on("online", () => {
    setServerOffset(client.serverNow() - Date.now());
    setConnection("online");
  })
  .on("offline", () => setConnection("offline"))
  .on("stopped", (code) => end(ENDINGS[code]))
  .on("reload", (seconds) => setTimeout(reloadWhenIdle, seconds * 1000))
  .on("refused", (error) => console.warn("live:", error.code));

/* Whoever signed out elsewhere leaves nothing of theirs on the screen; a page that shows nothing of theirs stays. */
function end({ name, offers: offer }) {
  endConnection(document.querySelector(`[data-ending="${name}"]`), offers[offer]);
  if (name === "sign_in" && "leaves" in line && !wasSentAway()) offers["sign-in"]();
}

/* Sent to sign in a moment ago and back already: another round would not help, the button is there. */
function wasSentAway() {
  try {
    const last = Number(sessionStorage.getItem(SENT_AWAY));
    sessionStorage.setItem(SENT_AWAY, Date.now());
    return Date.now() - last < AGAIN_WITHIN;
  } catch {
    return true;
  }
}

/* A newer page is on the server; nobody loses a half-written sentence for it. */
function reloadWhenIdle() {
  if (document.activeElement?.value) setTimeout(reloadWhenIdle, 5_000);
  else location.reload();
}
