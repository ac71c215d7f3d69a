/* Who is in the lobby: drawn by the server, drawn anew some time after it has changed. Everybody in the hall
   hears of a change in the same instant, so each waits a different while. */

const SOONEST = 15_000;
const SPREAD = 45_000;

export class Here {
  #root;
  #timer = 0;

  /* `root` holds the list, which draws itself again (htmx) on "stale". */
  constructor(root) {
    this.#root = root;
  }

  stale() {
    this.#timer ||= setTimeout(() => this.#refresh(), SOONEST + Math.random() * SPREAD);
  }

  #refresh() {
    this.#timer = 0;
    if (document.hidden || !this.#root.checkVisibility()) return this.stale();
    this.#root.firstElementChild.dispatchEvent(new CustomEvent("stale"));
  }
}
