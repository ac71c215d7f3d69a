/* Who is in the lobby: drawn by the server, drawn anew some time after it has changed. Everybody in the hall
   hears of a change in the same instant, so each waits a different while. */

const SOONEST = 15_000;
const SPREAD = 45_000;

export class Here {
  #root;
  #timer = 0;
  #isWhole = false;

  /* `root` holds the list, which draws itself again (htmx) on "stale". Whoever looks at all of it goes on doing so. */
  constructor(root) {
    this.#root = root;
    new MutationObserver(() => this.#isWhole && this.#all?.setAttribute("open", "")).observe(root, { childList: true });
  }

  stale() {
    this.#timer ||= setTimeout(() => this.#refresh(), SOONEST + Math.random() * SPREAD);
  }

  get #all() {
    return this.#root.querySelector("[data-all]");
  }

  #refresh() {
    this.#timer = 0;
    if (document.hidden || !this.#root.checkVisibility()) return this.stale();
    this.#isWhole = Boolean(this.#all?.open);
    this.#root.firstElementChild.dispatchEvent(new CustomEvent("stale"));
  }
}
