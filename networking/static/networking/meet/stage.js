/* Draws the lobby's state: one stage at a time, the clock, the switch, the numbers. */

import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, toggle } from "../../forum/dom.js";
import { Talk, drawTalk } from "../talks/talk.js";

export class Stage {
  #root;
  #talk = null;
  #shown;

  constructor(root) {
    this.#root = root;
    this.#shown = root.dataset.stage;
    const drawn = root.querySelector("[data-talk]");
    if (drawn) this.#talk = new Talk(drawn);
  }

  /* The room whose talk is on the page, if there is one. */
  get room() {
    return this.#talk?.room ?? null;
  }

  draw(state) {
    this.#drawTalk(state);
    this.#drawClock(state);
    this.#drawSwitch(state);
    fill(this.#root, { round: state.round });
    if (state.stage !== this.#shown) this.#turn(state);
  }

  counts({ ready, talking, waiting }) {
    fill(this.#root, { ready, talking, waiting });
  }

  #drawTalk({ talk }) {
    if (this.#talk && this.#talk.room !== talk?.room) this.#endTalk();
    if (!talk || this.#talk) return;
    const root = drawTalk({ ...talk, seconds: this.#root.dataset.roundSeconds });
    this.#root.querySelector("[data-at=talk]").append(root);
    this.#talk = new Talk(root);
  }

  #endTalk() {
    this.#talk.close();
    this.#talk = null;
  }

  /* A paused clock stands: there is nothing to count down to. */
  #drawClock({ phase, endsAt, talk, bell }) {
    for (const clock of this.#root.querySelectorAll("[data-clock]")) {
      clock.dataset.endsAt = endsAt ?? "";
      clock.dataset.seconds = this.#root.dataset[`${phase}Seconds`] ?? "";
      toggle(clock, endsAt);
    }
    if (this.#talk) this.#talk.endsAt = bell;
    toggle(this.#root.querySelector("[data-talk-paused]"), talk?.endsAt && !bell);
    watch();
  }

  #drawSwitch({ isReady, missing, phase }) {
    const form = this.#root.querySelector("[data-ready]");
    if (!form) return;
    form.elements.on.value = isReady ? "0" : "1";
    form.querySelector("[role=switch]").ariaChecked = String(isReady);
    for (const part of this.#root.querySelectorAll("[data-if-ready]")) {
      toggle(part, (part.dataset.ifReady === "yes") === isReady);
    }
    form.querySelector("[role=switch]").disabled = Boolean(missing);
    toggle(form.querySelector("[data-means]"), !missing);
    toggle(form.querySelector("[data-missing]"), missing);
    toggle(form, phase !== "ended");
  }

  /* Focus follows into a round; elsewhere only if it would be lost with what disappears. */
  #turn(state) {
    const { stage } = state;
    const focused = document.activeElement;
    for (const part of this.#root.querySelectorAll("[data-at]")) toggle(part, part.dataset.at === stage);
    this.#root.dataset.stage = stage;
    this.#shown = stage;
    const part = this.#root.querySelector(`[data-at="${stage}"]`);
    if (stage === "talk") return this.#meet(part);
    announce(part.dataset.says, { kind: "round" });
    if (!focused?.isConnected || focused.closest("[hidden]")) part.querySelector("[data-heading]").focus();
  }

  /* Who it is may come a moment later; then it is said. */
  async #meet(part) {
    const talk = this.#talk;
    talk.focus();
    await talk.met;
    if (talk !== this.#talk) return;
    const { names, table } = talk;
    announce(part.dataset.says.replace("{name}", names).replace("{table}", table), { kind: "round" });
  }
}
