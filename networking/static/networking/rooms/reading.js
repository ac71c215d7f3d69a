/* Where reading stopped: the end of a list is followed while it is in view, else what comes is marked. */

import { clone } from "../../forum/dom.js";

const NEAR_END = 48;

export class Reading {
  #list;

  constructor(list) {
    this.#list = list;
    list.addEventListener("scroll", () => this.isAtEnd && this.#markRead());
  }

  get isAtEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_END;
  }

  toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /* Put the line before the first item nobody has seen yet. */
  markUnread(item) {
    if (!this.#line) item.before(clone("unread-line"));
  }

  /* Let the list grow upwards without moving what is being read. */
  keepPlace(grow) {
    const height = this.#list.scrollHeight;
    grow();
    this.#list.scrollTop += this.#list.scrollHeight - height;
  }

  #markRead() {
    if (document.hasFocus()) this.#line?.remove();
  }

  get #line() {
    return this.#list.querySelector(".unread-line");
  }
}
