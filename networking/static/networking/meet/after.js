/* What is said, and asked in one tap, when a conversation is over. */

import { fill, toggle } from "../../forum/dom.js";

export class After {
  #root;
  #isBlocked = false;

  /* `root` carries a sentence for each reason: data-left, data-time, data-closed, data-blocked. */
  constructor(root) {
    this.#root = root;
  }

  /* A block is known before its answer comes: the end of the conversation may be faster. */
  expectBlock() {
    this.#isBlocked = true;
  }

  tell(why, room) {
    fill(this.#root, { after: this.#root.dataset[this.#isBlocked ? "blocked" : why] });
    this.#ask(room);
    toggle(this.#root.querySelector("form"), !this.#isBlocked);
    toggle(this.#root, true);
    this.#isBlocked = false;
  }

  hide() {
    toggle(this.#root, false);
  }

  #ask(room) {
    const form = this.#root.querySelector("form");
    form.action = form.dataset.action.replace("/room/", `/${room}/`);
    toggle(form.querySelector("[data-answer]"), true);
    toggle(form.querySelector("[data-done]"), false);
  }
}
