/* Where reading stopped: the end of a list is followed while it is in view, else what comes is marked, and a button
   leads there. On a phone not the list scrolls but what is around it. */

import { clone, toggle } from "../../forum/dom.js";

const NEAR_END = 48;

export class Reading {
  #list;
  #around;
  #news;
  #follows = false;
  #top = 0;

  constructor(list, news) {
    this.#list = list;
    this.#around = list.closest("[data-scroller]");
    this.#news = news;
    news.addEventListener("click", () => this.toEnd());
    this.#around.addEventListener("scroll", () => this.#scrolled(), { capture: true, passive: true });
    const resized = new ResizeObserver(() => this.#follows && this.toEnd());
    resized.observe(list);
    resized.observe(this.#around);
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  toEnd() {
    this.#follows = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#markRead();
  }

  /* Put the line before the first item nobody has seen yet. */
  markUnread(item) {
    if (!this.#line) item.before(clone("unread-line"));
    toggle(this.#news, !this.isAtEnd);
  }

  /* Let the list grow upwards without moving what is being read. */
  keepPlace(grow) {
    const scroller = this.#scroller;
    const height = scroller.scrollHeight;
    grow();
    scroller.scrollTop += scroller.scrollHeight - height;
  }

  get #scroller() {
    return getComputedStyle(this.#around).overflowY === "auto" ? this.#around : this.#list;
  }

  /* Whoever scrolls up reads there; a keyboard that makes the place shorter is not that. */
  #scrolled() {
    const { scrollTop } = this.#scroller;
    if (this.isAtEnd) this.#follows = true;
    else if (scrollTop < this.#top) this.#follows = false;
    this.#top = scrollTop;
    if (this.isAtEnd) this.#markRead();
  }

  #markRead() {
    toggle(this.#news, false);
    if (document.hasFocus()) this.#line?.remove();
  }

  get #line() {
    return this.#list.querySelector(".unread-line");
  }
}
