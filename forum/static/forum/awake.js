/* Keeps the screen on while something is waited for. A browser lets go whenever the page is hidden; it is asked again
   when the page comes back. */

export class Awake {
  #isWanted = false;
  #lock = null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#hold());
  }

  set isWanted(isWanted) {
    this.#isWanted = isWanted;
    this.#hold();
  }

  async #hold() {
    if (!this.#isWanted) return this.#release();
    if (document.hidden || this.#lock || !navigator.wakeLock) return;
    this.#lock = navigator.wakeLock.request("screen").catch(() => null);
    const lock = await this.#lock;
    lock?.addEventListener("release", () => (this.#lock = null));
    if (!lock) this.#lock = null;
    else if (!this.#isWanted) this.#release();
  }

  async #release() {
    (await this.#lock)?.release();
  }
}
