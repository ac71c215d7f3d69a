/* One client's hold on the server: a connection that has said hello, its heartbeat, its requests. It comes
   and goes; what outlives it (topics, messages) is the client's.
   `hear` = { online(hello), beat(), lost(), stopped(code), refused(error), control(frame), topic(frame) }. */

import { Calls } from "./calls.js";
import { Heart } from "./heart.js";
import { LiveError } from "./protocol.js";
import { Socket } from "./socket.js";

const REQUEST_WITHIN = 10_000;

export class Session {
  #hello;
  #hear;
  #socket;
  #calls;
  #heart;
  #waiting = [];
  isOnline = false;

  /* `hello()` resolves to the fields to greet with, each time anew. */
  constructor({ url, hello, hear }) {
    this.#hello = hello;
    this.#hear = hear;
    this.#socket = new Socket(url, {
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
     whose answer was lost may be repeated. */
  async request(verb, topic, d) {
    const deadline = Date.now() + REQUEST_WITHIN;
    for (;;) {
      if (!this.isOnline) await this.#nextOnline(deadline - Date.now());
      try {
        return await this.ask(verb, topic, d, deadline - Date.now());
      } catch (error) {
        if (error.code !== "offline") throw error;
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
    try {
      const hello = await this.#hello();
      const sent = Date.now();
      const answer = await this.#calls.make("hello", null, hello);
      this.isOnline = true;
      this.#socket.settle();
      this.#heart.heard(answer, sent);
      this.#heart.start();
      this.#hear.online(answer);
      for (const goOn of this.#waiting.splice(0)) goOn();
    } catch (error) {
      if (error.retry) this.#socket.renew(error.retry * 1000);
      else if (error.code !== "offline") this.#hear.refused(error);
    }
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
