/* What calls somebody whose phone lies on the table: the page's title, a buzz, and a sound for whoever wants one. */

import { chime, unlockChime } from "../../forum/chime.js";
import { recall, remember } from "../../forum/memory.js";

const WISH = "sound";
const BUZZ = [200, 120, 200];

export class Alerts {
  #title = document.title;
  #wish;

  /* `root` holds the box that wishes for the sound, which this browser remembers; a host has none. */
  constructor(root) {
    this.#wish = root?.querySelector("input");
    if (!this.#wish) return;
    root.hidden = false;
    this.#wish.checked = recall(WISH) === "on";
    this.#wish.addEventListener("change", () => this.#choose());
    addEventListener("pointerdown", () => this.#wish.checked && unlockChime(), { once: true });
  }

  /* Call: somebody is found. */
  call(...words) {
    this.name(...words);
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(BUZZ);
    if (this.#wish?.checked) chime();
  }

  /* Who is met stands in the title, without a sound. */
  name(...words) {
    document.title = `● ${words.filter(Boolean).join(" · ")}`;
  }

  rest() {
    document.title = this.#title;
  }

  /* Whoever wishes for the sound hears what it is. */
  #choose() {
    remember(WISH, this.#wish.checked ? "on" : null);
    if (!this.#wish.checked) return;
    unlockChime();
    chime();
  }
}
