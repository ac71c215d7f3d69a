/* Who else is in a room: whether they are here, whether they are typing, whether a moderator looks on. */

import { fill, toggle } from "../../forum/dom.js";
import { Crowd } from "./crowd.js";

const TYPING_FOR = 4_000;

export class Company {
  #root;
  #me;
  #people;
  #crowd;
  #others = null;
  #timer = 0;

  /* `root` carries the sentences: data-here, data-away and data-typing, with {name} in the last two; `people` know
     what everybody is called, `page(after)` tells who is here. */
  constructor(root, { me, people, page }) {
    this.#root = root;
    this.#me = me;
    this.#people = people;
    this.#crowd = new Crowd(root.querySelector("[data-crowd]"), people, page);
  }

  /* The part `people` of the snapshot: all who belong to a small room; of a crowd only some are known. */
  enter({ known, others }) {
    this.#others = others ? null : known.filter(({ key }) => key !== this.#me);
    this.#people.know(known);
  }

  /* The part and state `presence`. */
  draw({ n, here, watching }) {
    toggle(this.#root.querySelector("[data-watched]"), watching);
    if (this.#others) this.#drawFew(here);
    else this.#drawMany({ n, here });
  }

  async types(key) {
    const name = await this.#people.find(key);
    fill(this.#root, { typing: this.#root.dataset.typing.replace("{name}", name) });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rests(), TYPING_FOR);
  }

  rests() {
    clearTimeout(this.#timer);
    fill(this.#root, { typing: "" });
  }

  /* Show who of a few has the room open. */
  #drawFew(keys) {
    this.#crowd.hide();
    const away = this.#others.filter(({ key }) => !keys.includes(key)).map(({ name }) => name);
    const { here, away: sentence } = this.#root.dataset;
    fill(this.#root, { presence: away.length ? sentence.replace("{name}", away.join(", ")) : here });
    this.#root.classList.toggle("is-away", away.length > 0);
  }

  #drawMany(presence) {
    fill(this.#root, { presence: "" });
    this.#crowd.draw(presence);
  }
}
