/* Asks the server something small while the page is open, so that both sides know of each other without a scan.
   One question at a time: the next one waits for the last one's answer, then twenty seconds. */

const EVERY = 20_000;

export class Pulse {
  #ask;
  #tell;
  #timer = 0;
  #isAsking = false;
  #isStopped = false;

  /* `ask()` resolves, or rejects with an ApiError; `tell(error)` hears which, null for an answer. */
  constructor({ ask, tell }) {
    this.#ask = ask;
    this.#tell = tell;
  }

  /* Ask now, and from now on; also whenever the device's own line changes or its page is looked at again. */
  start() {
    addEventListener("online", () => this.beat());
    addEventListener("offline", () => this.beat());
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
    this.beat();
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async beat() {
    if (this.#isAsking || this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    const error = await this.#ask().then(() => null, (problem) => problem);
    this.#isAsking = false;
    if (this.#isStopped) return;
    this.#tell(error);
    this.#timer = setTimeout(() => this.beat(), EVERY);
  }
}
