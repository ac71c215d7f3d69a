/* The lobby of a mixer: hears its topic and the person's own, keeps the state, has it drawn. */

import "../../forum/live/forms.js";
import { client, me } from "../../forum/live/page.js";
import { After } from "./after.js";
import { Asking } from "./asking.js";
import { Here } from "./here.js";
import { Stage } from "./stage.js";
import { LobbyState } from "./state.js";

const SEAT_COMES_WITHIN = 1_500;

const root = document.querySelector("[data-lobby]");
const topic = `mixer:${root.dataset.lobby}`;
const state = new LobbyState(root.dataset.lobby, JSON.parse(root.dataset.state));
const stage = new Stage(root);
const after = new After(root.querySelector("[data-after]"));

/* A host who only looks on has none of these, and who did not agree to be seen asks for nobody. */
const line = root.querySelector("[data-asking]");
const asking = line && new Asking(line, root.querySelector("[data-proposal]"));
const present = root.querySelector("[data-here-list]");
const here = present && new Here(present);

function draw() {
  if (state.talk) after.hide();
  stage.draw(state);
  if (asking) asking.draw(state);
}

/* Events carry keys: who is proposed, and why, is asked for. What is over by then is not proposed any more. */
async function read({ match, mixer }) {
  if (mixer !== state.mixer) return;
  try {
    state.propose(await client.request("match.read", topic, { match }));
  } catch {
    return;
  }
  draw();
}

const own = {
  "round.assigned": (d) => state.seat({ ...d, endsAt: d.ends_at }),
  "access.changed": (d) => state.move(d),
  "match.found": (d) => read(d),
  "match.started": (d) => {
    const known = state.proposal?.match === d.match ? state.proposal : {};
    state.seat({ ...known, ...d });
  },
  "match.over": (d) => {
    const wasMine = state.proposal?.answer === "no";
    if (state.settle(d) && !wasMine) asking?.tell(d.why);
  },
  "meet.over": (d) => {
    if (state.rise(d)) after.tell(d.why, d.room);
  },
};

/* What the page's own forms have done, told by forum/live/forms.js. */
const done = {
  "ready.set": ({ on }) => (state.isReady = on),
  "match.ask": (d) => state.queue(d),
  "match.cancel": () => state.giveUp(),
  "match.accept": () => state.answer("yes"),
  "match.decline": () => state.giveUp(),
};

/* What somebody says is known before its answer comes: the event may be faster. */
const said = {
  "match.decline": () => state.answer("no"),
  "safety.block": () => after.expectBlock(),
};

root.addEventListener("submit", ({ target }) => said[target.dataset.verb]?.());

root.addEventListener("live:done", ({ target, detail }) => {
  done[target.dataset.verb]?.(detail);
  draw();
});

client.join(`user:${me}`, {
  snapshot: ({ room = null, match = null }) => {
    if (room !== stage.room) return location.reload();
    if (match) state.propose(match);
    else state.proposal = null;
    draw();
  },
  event: ({ k, d }) => {
    own[k]?.(d);
    draw();
  },
});

client.join(topic, {
  snapshot: (now) => {
    state.enter(now);
    stage.counts(now.counts);
    draw();
  },
  event: ({ k, d }) => {
    if (k !== "mixer.phase" || !state.turn(d)) return;
    if (state.stage === "out" && state.isReady) setTimeout(draw, SEAT_COMES_WITHIN);
    else draw();
  },
  state: ({ d }) => {
    stage.counts(d);
    if (here) here.stale();
  },
});

/* Whoever was away for long has lost their place in the line without being told. */
client.on("online", async () => {
  if (!asking || !state.line || state.proposal) return;
  try {
    state.queue(await client.request("match.ask", topic));
  } catch {
    state.giveUp();
  }
  draw();
});

/* Blocked on the conversation's own page, somebody comes here to be told. */
if (location.hash === "#blocked") {
  after.expectBlock();
  after.tell("left", "room");
  history.replaceState(null, "", location.pathname);
}

client.start();
