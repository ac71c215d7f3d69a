/* One client's hold on the server: a connection that has said hello, its heartbeat, its requests. It comes
   and goes; what outlives it (topics, messages) is the client's.
   `hear` = { online(hello), beat(), lost(), stopped(code), refused(error), control(frame), topic(frame) }. */

import { Calls } from "./calls.js";
import { Heart } from "./heart.js";
import { LiveError } from "./protocol.js";
import { Socket } from "./socket.js";

const REQUEST_WITHIN = 10_000;
/* A server under load may take its time to greet, as long as it answers the heart meanwhile. */
const GREETED_WITHIN = 60_000;
const BEAT_UNGREETED = 5_000;

const sleep = (wait) => new Promise((resume) => setTimeout(resume, wait));

export class Session {
  #hello;
  #hear;
  #socket;
  #calls;
  #heart;
  #waiting = [];
  isOnline = false;

  /* `ready()` resolves when everything is there to greet with, `hello()` returns it; each time anew. */
  constructor({ url, ready, hello, hear }) {
    this.#hello = hello;
    this.#hear = hear;
    this.#socket = new Socket(url, {
      ready,
      open: () => this.#greet(),
      frame: (frame) => this.#sort(frame),
      lost: () => this.#lost(),
      shown: () => this.isOnline && this.#heart.beat(),
      stopped: (code) => hear.stopped(code),
    });
    this.#calls = new Calls((frame) => this.#socket.send(frame));
    this.#heart = new Heart({
      ask: (within) => this.#ping(within),
      lost: () => this.#socket.renew(),
    });
  }

  start() {
    this.#socket.start();
  }

  stop() {
    this.#socket.stop();
    this.#lost();
  }

  /* Ask on this connection only; "offline" when there is none or it breaks before the answer. */
  ask(verb, topic, d, within) {
    if (!this.isOnline) return Promise.reject(new LiveError({ code: "offline" }));
    return this.#calls.make(verb, topic, d, within);
  }

  /* Ask, over as many connections as ten seconds allow: every verb sets a state or carries a number, so one
     whose answer was lost, or that a busy server may or may not have done, may be repeated. */
  async request(verb, topic, d) {
    const deadline = performance.now() + REQUEST_WITHIN;
    for (;;) {
      if (!this.isOnline) await this.#nextOnline(deadline - performance.now());
      try {
        return await this.ask(verb, topic, d, deadline - performance.now());
      } catch (error) {
        const wait = error.code === "busy" ? (error.retry ?? 1) * 1000 : 0;
        if (!["offline", "busy"].includes(error.code) || performance.now() + wait >= deadline) throw error;
        await sleep(wait);
      }
    }
  }

  send(frame) {
    this.#socket.send(frame);
  }

  get offset() {
    return this.#heart.offset;
  }

  async #greet() {
    const sent = performance.now();
    this.#heart.start(BEAT_UNGREETED);
    try {
      const answer = await this.#calls.make("hello", null, this.#hello(), GREETED_WITHIN);
      this.isOnline = true;
      this.#socket.settle();
      this.#heart.start();
      this.#heart.heard(answer, sent);
      this.#hear.online(answer);
      for (const goOn of this.#waiting.splice(0)) goOn();
    } catch (error) {
      this.#notGreeted(error);
    }
  }

  /* Only how the line ends is final; a no alone is tried again. */
  #notGreeted(error) {
    if (error.code === "offline") return;
    if (error.retry) return this.#socket.renew(error.retry * 1000);
    this.#hear.refused(error);
    if (["server", "timeout"].includes(error.code)) this.#socket.renew();
    else this.#socket.expectEnd();
  }

  #nextOnline(within) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new LiveError({ code: "timeout" })), within);
      this.#waiting.push(() => resolve(clearTimeout(late)));
    });
  }

  #ping(within) {
    this.#hear.beat();
    return this.#calls.make("ping", null, {}, within);
  }

  #sort(frame) {
    if (frame.t === "ctl" && frame.k === "drain") this.#socket.renewIn(frame.d.in * 1000);
    else if (frame.t === "ctl") this.#hear.control(frame);
    else if (frame.t !== "ok" && frame.t !== "err") this.#hear.topic(frame);
    else if (!this.#calls.answer(frame) && frame.t === "err") this.#hear.refused(new LiveError(frame));
  }

  #lost() {
    const wasOnline = this.isOnline;
    this.isOnline = false;
    this.#heart.stop();
    this.#calls.fail();
    if (wasOnline) this.#hear.lost();
  }
}
