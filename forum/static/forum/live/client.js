/* The live client of every page and desk: follows topics, asks, and sends messages over any number of
   connections. Tells online(hello), offline(), sent(entry), unsent(entry), refused(error), stopped(code),
   reload(seconds). */

import { Outbox } from "./outbox.js";
import { LiveError, randomId } from "./protocol.js";
import { VERSION } from "./published.js";
import { Session } from "./session.js";
import { tabStore } from "./store.js";
import { Topics } from "./topics.js";

const OFFLINE_AFTER = 3_000;
const TOKEN_WITHIN = 15_000;

export class LiveClient extends EventTarget {
  #session;
  #topics;
  #offline = 0;
  you = null;

  /* `token`: a string, or a function that fetches a fresh one for each greeting; without it the browser's session
     speaks. A fetch that fails is tried again, whatever the reason; only an error with `isFinal` set, the server's own
     definite no, ends the line as "sign_in" does. */
  constructor({ url = "/live/", forum, language, token = null, store = tabStore() }) {
    super();
    const tab = randomId();
    let shown = token;
    const ask = (...request) => this.#session.ask(...request);
    this.#topics = new Topics({ ask, send: (frame) => this.#session.send(frame) });
    this.outbox = new Outbox({ store, ask, tell: (name, entry) => this.#tell(name, entry) });
    this.#session = new Session({
      url,
      ready: async () => {
        if (typeof token === "function") shown = await within(token(), TOKEN_WITHIN);
      },
      hello: () => {
        const resume = this.#topics.positions();
        return { v: VERSION, forum, lang: language, tab, resume, ...(shown && { token: shown }) };
      },
      hear: {
        online: (answer) => this.#welcome(answer),
        beat: () => this.#topics.acknowledge(),
        lost: () => this.#mayBeOffline(),
        stopped: (code) => this.#stopped(code),
        refused: (error) => this.#tell("refused", error),
        control: (frame) => this.#control(frame),
        topic: (frame) => this.#topics.hear(frame),
      },
    });
  }

  start() {
    this.#mayBeOffline();
    this.#session.start();
  }

  stop() {
    this.#session.stop();
    clearTimeout(this.#offline);
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
    return this;
  }

  join(topic, handlers) {
    this.#topics.join(topic, handlers);
  }

  leave(topic) {
    this.#topics.leave(topic);
  }

  /* Ask; waits for the line if it must, up to ten seconds in all. Rejects with a LiveError. */
  request(verb, topic = null, d = {}) {
    return this.#session.request(verb, topic, d);
  }

  /* Say something that may be lost and is not answered, such as "typing". */
  hint(verb, topic) {
    if (this.isOnline) this.#session.send({ t: verb, id: randomId(), topic, d: {} });
  }

  /* Send a message of the person, exactly once; `sent` or `unsent` tells its fate. */
  say(topic, text) {
    return this.outbox.add(topic, text);
  }

  get isOnline() {
    return this.#session.isOnline;
  }

  /* Milliseconds since 1970 by the server's clock. */
  serverNow() {
    return Date.now() + this.#session.offset;
  }

  #welcome(answer) {
    clearTimeout(this.#offline);
    this.you = answer.you;
    this.#topics.resumed(answer.topics);
    this.#tell("online", answer);
    this.outbox.open(this.you.key);
  }

  /* Over, until somebody starts it again: that is no break. */
  #stopped(code) {
    clearTimeout(this.#offline);
    this.#tell("stopped", code);
  }

  #control({ k, d }) {
    if (k === "revoked" && d?.topic) this.#topics.drop(d.topic, new LiveError({ code: "gone" }));
    if (k === "reload") this.#tell("reload", d.in);
  }

  /* A short break is nobody's business. */
  #mayBeOffline() {
    clearTimeout(this.#offline);
    this.#offline = setTimeout(() => this.#tell("offline"), OFFLINE_AFTER);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function within(promise, wait) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new LiveError({ code: "timeout" })), wait));
  return Promise.race([promise, late]);
}
