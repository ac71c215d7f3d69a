/* Draws the lobby's state: one stage at a time, the clock, the switch, the numbers. */

import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, toggle } from "../../forum/dom.js";
import { drawTalk } from "../talks/drawing.js";
import { Talk } from "../talks/talk.js";

export class Stage {
  #root;
  #alerts;
  #talk = null;
  #shown;

  /* `alerts` calls whoever does not look. */
  constructor(root, alerts) {
    this.#root = root;
    this.#alerts = alerts;
    this.#shown = root.dataset.stage;
    const drawn = root.querySelector("[data-talk]");
    if (!drawn) return;
    this.#talk = new Talk(drawn);
    alerts.name(this.#talk.names, this.#talk.table);
  }

  /* The room whose talk is on the page, if there is one, and with whom it is. */
  get room() {
    return this.#talk?.room ?? null;
  }

  get names() {
    return this.#talk?.names ?? "";
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
    window.htmx?.process(root);
    this.#talk = new Talk(root, { isNew: true });
  }

  #endTalk() {
    this.#talk.close();
    this.#talk = null;
    this.#alerts.rest();
  }

  /* A paused clock stands: there is nothing to count down to. */
  #drawClock({ phase, endsAt, talk, bell }) {
    for (const clock of this.#root.querySelectorAll("[data-clock]")) {
      clock.dataset.endsAt = endsAt ?? "";
      clock.dataset.seconds = this.#root.dataset[`${phase}Seconds`] ?? "";
      toggle(clock, endsAt);
    }
    if (this.#talk) Object.assign(this.#talk, { endsAt: bell, isPaused: Boolean(talk?.endsAt && !bell) });
    watch();
  }

  #drawSwitch({ isReady, missing, phase }) {
    const section = this.#root.querySelector("[data-ready-section]");
    if (!section) return;
    const form = section.querySelector("[data-ready]");
    form.elements.on.value = isReady ? "0" : "1";
    form.querySelector("[role=switch]").ariaChecked = String(isReady);
    for (const part of this.#root.querySelectorAll("[data-if-ready]")) {
      toggle(part, (part.dataset.ifReady === "yes") === isReady);
    }
    form.querySelector("[role=switch]").disabled = Boolean(missing);
    toggle(form.querySelector("[data-means]"), !missing);
    toggle(form.querySelector("[data-missing]"), missing);
    toggle(section, phase !== "ended");
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
    this.#alerts.call(names, table);
    announce(part.dataset.says.replace("{name}", names).replace("{table}", table), { kind: "round" });
  }
}
