/* The lobby of a mixer: hears its topic and the person's own, keeps the state, has it drawn. */

import { Awake } from "../../forum/awake.js";
import "../../forum/live/forms.js";
import { client, me } from "../../forum/live/page.js";
import "../../forum/visible.js";
import { After } from "./after.js";
import { Alerts } from "./alerts.js";
import { Asking } from "./asking.js";
import { Here } from "./here.js";
import { answers, ownNews } from "./news.js";
import { Stage } from "./stage.js";
import { LobbyState } from "./state.js";
import { Yard } from "./yard.js";

const SEAT_COMES_WITHIN = 1_500;

const root = document.querySelector("[data-lobby]");
const topic = `mixer:${root.dataset.lobby}`;
const state = new LobbyState(root.dataset.lobby, JSON.parse(root.dataset.state));
const awake = new Awake();
const alerts = new Alerts(root.querySelector("[data-sound]"));
const stage = new Stage(root, alerts);
const after = new After(root.querySelector("[data-after]"));
const yard = new Yard(root.querySelector("[data-yard]"), root);

/* A host who only looks on has none of these, and who did not agree to be seen asks for nobody. */
const line = root.querySelector("[data-asking]");
const asking = line && new Asking(line, root.querySelector("[data-proposal]"), alerts);
const present = root.querySelector("[data-here-list]");
const here = present && new Here(present);

/* The dialog closes before the conversation takes the focus; what is said about an end comes last. */
function draw(tell = null) {
  awake.isWanted = state.waits;
  after.draw(state);
  yard.draw(state);
  asking?.draw(state);
  stage.draw(state);
  if (!state.talk && !state.proposal) alerts.rest();
  if (tell) tell();
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

const own = ownNews({ state, stage, asking, after, read });
const done = answers({ state, asking });

/* What somebody says is known before its answer comes: the event may be faster. */
const said = {
  "match.decline": () => state.answer("no"),
  "safety.block": () => after.expectBlock(),
};

root.addEventListener("submit", ({ target }) => said[target.dataset.verb]?.());

root.addEventListener("live:done", ({ target, detail }) => {
  draw(done[target.dataset.verb]?.(detail));
});

client.join(`user:${me}`, {
  snapshot: ({ room = null, match = null }) => {
    if (room !== stage.room) return location.reload();
    if (match) state.propose(match);
    else state.proposal = null;
    draw();
  },
  event: ({ k, d }) => draw(own[k]?.(d)),
});

client.join(topic, {
  snapshot: (now) => {
    state.enter(now);
    state.count(now.counts);
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
    state.count(d);
    asking?.draw(state);
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
  after.tell("left");
  history.replaceState(null, "", location.pathname);
}

client.start();
