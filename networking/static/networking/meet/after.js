/* What is said, and asked in one tap, when a conversation is over. */

import { fill, toggle } from "../../forum/dom.js";

export class After {
  #root;

  /* `root` carries a sentence for each reason: data-left, data-time, data-closed, data-blocked. */
  constructor(root) {
    this.#root = root;
  }

  tell(why, room) {
    fill(this.#root, { after: this.#root.dataset[why] });
    this.#ask(room);
    toggle(this.#root, true);
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
