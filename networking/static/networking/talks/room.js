/* A conversation as a page of its own. */

import { toggle } from "../../forum/dom.js";
import "../../forum/live/forms.js";
import { client, me } from "../../forum/live/page.js";
import "../../forum/visible.js";
import { Talk } from "./talk.js";

/* What ends the conversation for this person, and the part of the lobby that says so. */
const ENDS_IT = { "meet.end": "#after", "safety.block": "#blocked" };

const root = document.querySelector("[data-talk]");
const { mixer, round, back } = root.dataset;
const talk = new Talk(root);

root.addEventListener("live:done", ({ target }) => {
  const part = ENDS_IT[target.dataset.verb];
  if (part !== undefined) location.assign(back + part);
});

client.join(`user:${me}`, {
  event: ({ k, d }) => {
    if (k === "round.assigned" || k === "match.started") return location.assign(back);
    if (k !== "meet.over" || d.room !== talk.room) return;
    talk.endsAt = null;
    toggle(root.querySelector("[data-leave]"), false);
  },
});

/* The bell moves with the clock of the mixer; a talk somebody asked for has none. */
if (round) {
  client.join(`mixer:${mixer}`, {
    event: ({ k, d }) => {
      const isOurs = d.phase === "round" && d.round === Number(round);
      if (k === "mixer.phase") talk.endsAt = isOurs ? d.ends_at : null;
    },
  });
}

client.start();
