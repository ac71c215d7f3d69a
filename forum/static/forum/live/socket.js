/* One connection that comes back by itself. It knows time and how lines end; what the frames mean is the client's
   business. `hear` = { ready(), open(), frame(object), lost(), shown(), stopped(code) }: `ready` resolves when it makes
   sense to dial; an error of it that `isFinal` is the end, any other is tried again. */

import { codeOf } from "./protocol.js";
import { ENDINGS, PAUSES } from "./published.js";

const OPEN_WITHIN = 10_000;
const END_WITHIN = 5_000;

/* Milliseconds before try number `failures` (from 0): short at first, then full jitter, so that a thousand
   clients of one restarted server do not return in the same instant. */
export function pause(failures, random = Math.random) {
  if (failures === 0) return PAUSES.first + random() * PAUSES.spread;
  return random() * Math.min(PAUSES.limit, PAUSES.base * 2 ** failures);
}

export class Socket {
  #address;
  #hear;
  #wire = null;
  #timer = 0;
  #attempt = 0;
  #failures = 0;
  #listening = null;

  constructor(url, hear) {
    this.#address = new URL(url, location.href);
    this.#address.protocol = this.#address.protocol.replace("http", "ws");
    this.#hear = hear;
  }

  start() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#failures = 0;
    const { signal } = this.#listening;
    document.addEventListener("visibilitychange", () => document.hidden || this.#shown(), { signal });
    window.addEventListener("online", () => this.#shown(), { signal });
    this.#dial();
  }

  stop() {
    this.#listening?.abort();
    this.#listening = null;
    this.#abandon();
  }

  send(frame) {
    if (this.#wire?.readyState === WebSocket.OPEN) this.#wire.send(JSON.stringify(frame));
  }

  /* The server knows this client: only now does the back-off begin anew. */
  settle() {
    this.#failures = 0;
  }

  /* Give the connection up, because it is silent or the server leaves, and come back after `wait` ms. */
  renew(wait = this.#nextPause()) {
    this.#abandon();
    this.#hear.lost();
    this.#later(wait);
  }

  /* The server asked to be left in `wait` ms; if it closes first, the usual way back is taken. */
  renewIn(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew(0), wait);
  }

  /* The server has said no and is about to say with which code it ends; should it not, come back all the same. */
  expectEnd() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew(), END_WITHIN);
  }

  /* The line has ended with this code: for good if the table says so, else it is dialled again. */
  end(code) {
    this.#abandon();
    this.#hear.lost();
    if (!ENDINGS[code]?.isFinal) return this.#later(this.#nextPause());
    this.stop();
    this.#hear.stopped(code);
  }

  async #dial() {
    const attempt = ++this.#attempt;
    try {
      await this.#hear.ready();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      return this.end(error.isFinal ? codeOf("sign_in") : null);
    }
    if (attempt === this.#attempt) this.#connect();
  }

  #connect() {
    const wire = new WebSocket(this.#address);
    this.#wire = wire;
    this.#timer = setTimeout(() => this.renew(), OPEN_WITHIN);
    wire.onopen = () => {
      clearTimeout(this.#timer);
      this.#hear.open();
    };
    wire.onmessage = ({ data }) => this.#hear.frame(JSON.parse(data));
    wire.onclose = ({ code }) => this.end(code);
  }

  /* A half-open connection may take a minute to report its end: nobody waits for it. */
  #abandon() {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    if (!this.#wire) return;
    this.#wire.onopen = this.#wire.onmessage = this.#wire.onclose = null;
    this.#wire.close();
    this.#wire = null;
  }

  #later(wait) {
    this.#timer = setTimeout(() => document.hidden || this.#dial(), wait);
  }

  #shown() {
    if (this.#wire) return this.#hear.shown();
    clearTimeout(this.#timer);
    this.#dial();
  }

  #nextPause() {
    return pause(this.#failures++);
  }
}
