/* What is said, and asked in one tap, when a conversation is over. It comes into view, and stays until it is answered or
   the next round begins. */

import { fill, toggle } from "../../forum/dom.js";

export class After {
  #root;
  #round = null;
  #isBlocked = false;

  /* `root` carries a sentence for each reason, with {name}: data-left, data-time, data-closed; and data-blocked. */
  constructor(root) {
    this.#root = root;
  }

  /* A block is known before its answer comes: the end of the conversation may be faster. */
  expectBlock() {
    this.#isBlocked = true;
  }

  /* `round` is the one that runs, or ran, while this is told. */
  tell(why, { room = "room", names = "", round = null } = {}) {
    const sentence = this.#root.dataset[this.#isBlocked ? "blocked" : why];
    fill(this.#root, { after: sentence.replace("{name}", names) });
    this.#ask(room);
    toggle(this.#root.querySelector("form"), !this.#isBlocked);
    toggle(this.#root, true);
    this.#root.querySelector("[data-slot=after]").focus({ preventScroll: true });
    this.#root.scrollIntoView({ block: "center", behavior: "instant" });
    this.#isBlocked = false;
    this.#round = round;
  }

  /* Somebody is met, or another round has begun. */
  draw({ talk, phase, round }) {
    this.#round ??= round;
    if (talk || (phase === "round" && round > this.#round)) toggle(this.#root, false);
  }

  #ask(room) {
    const form = this.#root.querySelector("form");
    form.action = form.dataset.action.replace("/room/", `/${room}/`);
    toggle(form.querySelector("[data-answer]"), true);
    toggle(form.querySelector("[data-done]"), false);
  }
}
