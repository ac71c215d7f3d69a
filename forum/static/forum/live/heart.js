/* The heartbeat, and the server's clock that every answer to it brings along. */

const PING_EVERY = 20_000;
const PONG_WITHIN = 5_000;

export class Heart {
  #ask;
  #lost;
  #timer = 0;
  #offset = 0;
  #trip = Infinity;

  /* `ask(within)` resolves to the server's `{now}`; `lost()` hears that no answer came. */
  constructor({ ask, lost }) {
    this.#ask = ask;
    this.#lost = lost;
  }

  start(every = PING_EVERY) {
    this.stop();
    this.#trip = Infinity;
    this.#timer = setInterval(() => this.beat(), every);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /* Ask now; a page that was asleep does so when it is shown again. */
  async beat() {
    const sent = Date.now();
    try {
      this.heard(await this.#ask(PONG_WITHIN), sent);
    } catch (error) {
      if (error.code === "timeout") this.#lost();
    }
  }

  /* Keep the offset of the fastest answer: the shorter the trip, the smaller the error. */
  heard({ now }, sent) {
    const trip = Date.now() - sent;
    if (trip > this.#trip) return;
    this.#trip = trip;
    this.#offset = Date.parse(now) + trip / 2 - Date.now();
  }

  /* Milliseconds to add to this machine's clock. */
  get offset() {
    return this.#offset;
  }
}
