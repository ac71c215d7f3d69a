/* Requests under way: each gets an id, a promise and a deadline. */

import { LiveError } from "./protocol.js";
import { VERBS } from "./published.js";

const ANSWER_WITHIN = 10_000;

export class Calls {
  #send;
  #count = 0;
  #open = new Map();

  constructor(send) {
    this.#send = send;
  }

  make(verb, topic, d = {}, within = ANSWER_WITHIN) {
    if (!VERBS.includes(verb)) throw new TypeError(`unknown live verb ${verb}`);
    const id = `c${++this.#count}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(id)?.reject(new LiveError({ code: "timeout" })), within);
      this.#open.set(id, { resolve, reject, timer });
      this.#send(topic ? { t: verb, id, topic, d } : { t: verb, id, d });
    });
  }

  /* Settle the request that an `ok` or `err` frame answers; false if nobody waits for it. */
  answer(frame) {
    const call = this.#end(frame.id);
    if (!call) return false;
    if (frame.t === "ok") call.resolve(frame.d);
    else call.reject(new LiveError(frame));
    return true;
  }

  /* The connection is gone: nobody will answer these. */
  fail() {
    for (const id of [...this.#open.keys()]) this.#end(id).reject(new LiveError({ code: "offline" }));
  }

  #end(id) {
    const call = this.#open.get(id);
    this.#open.delete(id);
    clearTimeout(call?.timer);
    return call;
  }
}
