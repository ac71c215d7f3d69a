/* The organizers' board: figures of the door and of every mixer as they change, and the hand on the clock. */
import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, onAction, toggle } from "../../forum/dom.js";
import { client } from "../../forum/live/page.js";
import { asTexts } from "../../tickets/checkin/door.js";
import { followDesks } from "../../tickets/desks/live.js";

const STEPS = {
  waiting: ["mixer.start"],
  round: ["mixer.pause", "mixer.skip"],
  break: ["mixer.pause", "mixer.skip"],
  paused: ["mixer.resume"],
  ended: [],
};

const board = document.querySelector("[data-board]");
const words = document.getElementById("board-words").content;

const word = (phase) => words.querySelector(`[data-word="${phase}"]`).textContent;

/* One mixer's line; `rev` is what the next push of a button is about. */
class Line {
  constructor(element) {
    this.element = element;
    this.topic = element.dataset.mixer;
    this.rev = Number(element.dataset.rev);
    this.#offer(element.dataset.phase);
    for (const verb of new Set(Object.values(STEPS).flat())) {
      onAction(element, verb, () => this.#steer(verb));
    }
  }

  show(now) {
    this.#turn(now);
    this.count(now.counts);
  }

  hear({ k, d }) {
    if (k !== "mixer.phase") return;
    this.#turn(d);
    announce(`${this.element.querySelector("h3").textContent}: ${word(d.phase)}`, { kind: "round" });
  }

  count({ ready, talking, waiting }) {
    this.isAlone = !ready;
    fill(this.element, { ready: String(ready), talking: String(talking), waiting: String(waiting) });
  }

  #turn({ rev, phase, round, ends_at: endsAt }) {
    this.rev = rev;
    fill(this.element, { phase: word(phase), round: round ? String(round) : "", trouble: "" });
    const clock = this.element.querySelector("[data-clock]");
    if (endsAt) clock.dataset.endsAt = endsAt;
    else delete clock.dataset.endsAt;
    toggle(clock, Boolean(endsAt));
    watch();
    this.#offer(phase);
  }

  #offer(phase) {
    for (const button of this.element.querySelectorAll("button[data-action]")) {
      toggle(button, STEPS[phase].includes(button.dataset.action));
    }
  }

  async #steer(verb) {
    if (verb === "mixer.start" && this.isAlone && !confirm(board.dataset.alone)) return;
    try {
      await client.request(verb, this.topic, { rev: this.rev });
    } catch (error) {
      fill(this.element, { trouble: error.text || board.dataset.trouble });
    }
  }
}

client.join(`arrivals:${board.dataset.forum}`, {
  snapshot: (counts) => fill(board, asTexts(counts)),
  state: ({ d: counts }) => fill(board, asTexts(counts)),
});
followDesks([...board.querySelectorAll("[data-desks]")], client);
for (const element of board.querySelectorAll("[data-mixer]")) {
  const line = new Line(element);
  client.join(line.topic, {
    snapshot: (now) => line.show(now),
    event: (frame) => line.hear(frame),
    state: (frame) => line.count(frame.d),
  });
}
client.start();
watch();
