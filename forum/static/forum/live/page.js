/* The one live client of a page, tied to what every page has: clock, offline bar, sign-in. The page brings
   `forum/live/_line.html`, which knows the forum, the person and the sentences. */

import { setServerOffset } from "../countdown.js";
import { tidyDrafts } from "../drafts.js";
import { setConnection } from "../offline.js";
import { LiveClient } from "./client.js";
import { CLOSE } from "./protocol.js";

const line = document.querySelector("[data-live]").dataset;

export const me = line.me;
tidyDrafts(me);

export const client = new LiveClient({
  url: line.url,
  forum: line.forum,
  language: document.documentElement.lang,
});

client
  .on("online", () => {
    setServerOffset(client.serverNow() - Date.now());
    setConnection("online");
  })
  .on("offline", () => setConnection("offline"))
  .on("stopped", (code) => {
    if (code === CLOSE.signIn) location.assign(line.signIn);
    else setConnection("offline", code === CLOSE.replaced ? line.replaced : line.revoked);
  })
  .on("reload", (seconds) => setTimeout(reloadWhenIdle, seconds * 1000))
  .on("refused", (error) => console.warn("live:", error.code));

/* A newer page is on the server; nobody loses a half-written sentence for it. */
function reloadWhenIdle() {
  if (document.activeElement?.value) setTimeout(reloadWhenIdle, 5_000);
  else location.reload();
}
