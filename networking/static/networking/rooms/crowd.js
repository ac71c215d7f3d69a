/* The many who have a room open: how many, the first faces, and the rest page by page on request. */

import { clone, fill, onAction, toggle } from "../../forum/dom.js";
import { fillPerson, hue, initials } from "../../forum/person.js";
import { refuse } from "../../forum/refusal.js";

const FACES = 6;

export class Crowd {
  #root;
  #people;
  #ask;
  #last = null;
  #shown = "";

  /* `root` is a drawn `rooms/_crowd.html`; `ask(after)` resolves to a page `{members, more}`. */
  constructor(root, people, ask) {
    this.#root = root;
    this.#people = people;
    this.#ask = ask;
    root.addEventListener("toggle", () => this.#turn(root.open));
    onAction(root, "more-people", () => this.#next());
  }

  /* Show how many there are, and the first of them once their names are known. */
  async draw({ n, here }) {
    toggle(this.#root, true);
    const { count } = this.#root.dataset;
    fill(this.#root, { "crowd-count": count.replace("{n}", n.toLocaleString(document.documentElement.lang)) });
    const keys = here.slice(0, FACES);
    this.#shown = keys.join();
    await Promise.all(keys.map((key) => this.#people.find(key)));
    if (this.#shown === keys.join()) this.#faces.replaceChildren(...keys.map((key) => this.#face(key)));
  }

  hide() {
    toggle(this.#root, false);
  }

  /* Opened, the list is read anew: people come and go. */
  #turn(isOpen) {
    if (!isOpen) return;
    this.#last = null;
    this.#list.replaceChildren();
    this.#next();
  }

  async #next() {
    const more = this.#root.querySelector("[data-action=more-people]");
    toggle(more, false);
    this.#list.setAttribute("aria-busy", "true");
    try {
      const page = await this.#ask(this.#last);
      this.#people.know(page.members);
      const first = this.#add(page.members);
      if (this.#last) first?.focus();
      this.#last = page.members.at(-1)?.key ?? this.#last;
      toggle(more, page.more);
    } catch (error) {
      toggle(more, true);
      refuse(error);
    } finally {
      this.#list.removeAttribute("aria-busy");
    }
  }

  /* Returns the first of the new ones, which a keyboard goes on from. */
  #add(members) {
    const items = members.map(({ key, name }) => fillPerson(clone("crowd-person"), { key, name }));
    this.#list.append(...items);
    return items[0];
  }

  #face(key) {
    const face = clone("crowd-person").querySelector("[data-face]");
    face.classList.add(hue(key));
    return fill(face, { initials: initials(this.#people.nameOf(key)) });
  }

  get #faces() {
    return this.#root.querySelector("[data-crowd-faces]");
  }

  get #list() {
    return this.#root.querySelector("[data-crowd-list]");
  }
}
