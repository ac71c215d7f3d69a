/* The bar over a conversation: who and where, once they have scrolled away above; how much time is left. */

import { watch } from "../../forum/countdown.js";
import { toggle } from "../../forum/dom.js";

const HEIGHT = "-80px 0px 0px";

export class Bar {
  #root;
  #bell;
  #watcher;

  /* `root` is a drawn `talks/_talk.html`. */
  constructor(root) {
    this.#root = root.querySelector("[data-bar]");
    this.#bell = this.#root.querySelector("[data-bell]");
    const look = (entries) => this.#root.classList.toggle("is-past", !entries.at(-1).isIntersecting);
    this.#watcher = new IntersectionObserver(look, { rootMargin: HEIGHT, threshold: 0.6 });
    this.#watcher.observe(root.querySelector("[data-people]"));
  }

  set endsAt(endsAt) {
    this.#bell.dataset.endsAt = endsAt ?? "";
    toggle(this.#bell, endsAt);
    watch();
  }

  /* The talk has gone from the page. */
  rest() {
    this.#watcher.disconnect();
  }
}
