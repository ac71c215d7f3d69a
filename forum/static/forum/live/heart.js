/* The heartbeat, and the server's clock that every answer to it brings along. */
import { heard, serverNow } from "../clock.js";

const PING_EVERY = 20_000;
const PONG_WITHIN = 5_000;

export class Heart {
  #ask;
  #lost;
  #timer = 0;

  /* `ask(within)` resolves to the server's `{now}`; `lost()` hears that no answer came. */
  constructor({ ask, lost }) {
    this.#ask = ask;
    this.#lost = lost;
    addEventListener("clock:parted", () => this.#timer && this.beat());
  }

  start(every = PING_EVERY) {
    this.stop();
    this.#timer = setInterval(() => this.beat(), every);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  /* Ask now; a page that was asleep does so when it is shown again. */
  async beat() {
    const sent = performance.now();
    try {
      this.heard(await this.#ask(PONG_WITHIN), sent);
    } catch (error) {
      if (error.code === "timeout") this.#lost();
    }
  }

  heard({ now }, sent) {
    heard(now, sent);
  }

  /* Milliseconds to add to this machine's clock. */
  get offset() {
    return serverNow() - Date.now();
  }
}
