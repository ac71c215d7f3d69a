/* One connection that comes back by itself. It knows time and close codes; what the frames mean is the
   client's business. `hear` = { open(), frame(object), lost(), shown(), stopped(code) }. */

import { FINAL } from "./protocol.js";

const OPEN_WITHIN = 10_000;
const FIRST_PAUSE = 300;
const FIRST_SPREAD = 700;
const PAUSE_BASE = 1_000;
const PAUSE_LIMIT = 20_000;

/* Milliseconds before try number `failures` (from 0): short at first, then full jitter, so that a thousand
   clients of one restarted server do not return in the same instant. */
export function pause(failures, random = Math.random) {
  if (failures === 0) return FIRST_PAUSE + random() * FIRST_SPREAD;
  return random() * Math.min(PAUSE_LIMIT, PAUSE_BASE * 2 ** failures);
}

export class Socket {
  #address;
  #hear;
  #wire = null;
  #timer = 0;
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
    const { signal } = this.#listening;
    document.addEventListener("visibilitychange", () => document.hidden || this.#shown(), { signal });
    window.addEventListener("online", () => this.#shown(), { signal });
    this.#connect();
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
    clearTimeout(this.#timer);
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

  #connect() {
    const wire = new WebSocket(this.#address);
    this.#wire = wire;
    this.#timer = setTimeout(() => this.renew(), OPEN_WITHIN);
    wire.onopen = () => this.#hear.open();
    wire.onmessage = ({ data }) => this.#hear.frame(JSON.parse(data));
    wire.onclose = ({ code }) => this.#closed(code);
  }

  #closed(code) {
    this.#abandon();
    this.#hear.lost();
    if (!FINAL.includes(code)) return this.#later(this.#nextPause());
    this.stop();
    this.#hear.stopped(code);
  }

  /* A half-open connection may take a minute to report its end: nobody waits for it. */
  #abandon() {
    clearTimeout(this.#timer);
    if (!this.#wire) return;
    this.#wire.onopen = this.#wire.onmessage = this.#wire.onclose = null;
    this.#wire.close();
    this.#wire = null;
  }

  #later(wait) {
    this.#timer = setTimeout(() => document.hidden || this.#connect(), wait);
  }

  #shown() {
    if (this.#wire) return this.#hear.shown();
    clearTimeout(this.#timer);
    this.#connect();
  }

  #nextPause() {
    return pause(this.#failures++);
  }
}
