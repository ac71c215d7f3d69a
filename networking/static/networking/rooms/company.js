/* Who else is in a room: their names, whether they are here, whether they are typing. */

import { fill } from "../../forum/dom.js";

const TYPING_FOR = 4_000;

export class Company {
  #root;
  #others = [];
  #timer = 0;

  /* `root` carries the sentences: data-here, data-away and data-typing, with {name} in the last two. */
  constructor(root) {
    this.#root = root;
  }

  set others(members) {
    this.#others = members;
  }

  nameOf(key) {
    return this.#others.find((other) => other.key === key)?.name ?? "";
  }

  /* Show who of them has the room open. */
  here(keys) {
    const away = this.#others.filter(({ key }) => !keys.includes(key)).map(({ name }) => name);
    const { here, away: sentence } = this.#root.dataset;
    fill(this.#root, { presence: away.length ? sentence.replace("{name}", away.join(", ")) : here });
    this.#root.classList.toggle("is-away", away.length > 0);
  }

  types(key) {
    fill(this.#root, { typing: this.#root.dataset.typing.replace("{name}", this.nameOf(key)) });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rests(), TYPING_FOR);
  }

  rests() {
    clearTimeout(this.#timer);
    fill(this.#root, { typing: "" });
  }
}
