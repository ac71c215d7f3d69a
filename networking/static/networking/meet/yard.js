/* Seats the faces of those who are here around the clock, oneself first. */

import { toggle } from "../../forum/dom.js";

const MOST = 12;
const FACES = ".my-card [data-face], .here-list [data-face]";

export class Yard {
  #root;
  #lobby;

  /* `lobby` is the page's root; the list in it is drawn anew now and then. */
  constructor(root, lobby) {
    this.#root = root;
    this.#lobby = lobby;
    const list = lobby.querySelector("[data-here-list]");
    if (list) new MutationObserver(() => this.#seat()).observe(list, { childList: true });
    this.#seat();
  }

  draw({ stage, endsAt }) {
    toggle(this.#root, stage !== "talk" && stage !== "ended");
    toggle(this.#root.querySelector("[data-no-clock]"), !endsAt);
  }

  #seat() {
    const faces = [...this.#lobby.querySelectorAll(FACES)].slice(0, MOST);
    const seats = faces.map((face, index) => {
      const seat = document.createElement("li");
      seat.append(face.cloneNode(true));
      seat.style.setProperty("--turn", `${index / faces.length}turn`);
      return seat;
    });
    this.#root.querySelector("[data-seats]").replaceChildren(...seats);
  }
}
