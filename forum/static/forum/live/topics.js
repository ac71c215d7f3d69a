/* What this client follows. Per topic: the last number seen, so that nothing is shown twice, late or out of
   order. A gap asks for the missing events; a reset starts over with a fresh snapshot.
   `handlers` = { snapshot(state), event(frame), state(frame), lossy(frame), gone(error) }, all optional. */

const ACK_EVERY = 25;
const RETRY_SECONDS = 2;

const PASSING = ["rate.limited", "busy", "server", "timeout"];
const pause = ({ retry }) => (retry ?? RETRY_SECONDS) * 1000;

export class Topics {
  #ask;
  #send;
  #followed = new Map();

  /* `ask(verb, topic, d)` resolves to the answer; `send(frame)` only sends. */
  constructor({ ask, send }) {
    this.#ask = ask;
    this.#send = send;
  }

  join(name, handlers) {
    const topic = { name, handlers, last: null, unacknowledged: 0, versions: {}, isEntering: false };
    this.#followed.set(name, topic);
    this.#enter(topic);
  }

  leave(name) {
    if (this.#followed.delete(name)) this.#ask("leave", name).catch(() => {});
  }

  /* Where each topic stands, for `hello`. */
  positions() {
    const known = [...this.#followed.values()].filter((topic) => topic.last !== null);
    return Object.fromEntries(known.map((topic) => [topic.name, topic.last]));
  }

  /* Take `hello`'s answer: what was resumed goes on; what is new or reset is entered; the rest is lost. */
  resumed(answer) {
    for (const topic of [...this.#followed.values()]) {
      const isNew = topic.last === null;
      topic.versions = {};
      topic.isEntering = false;
      if (!isNew && !answer[topic.name]) this.drop(topic.name, null);
      else if (isNew || answer[topic.name].reset) this.#enter(topic, { afresh: true });
    }
  }

  hear(frame) {
    const topic = this.#followed.get(frame.topic);
    if (!topic || topic.last === null) return;
    if (frame.t === "ev") this.#event(topic, frame);
    else if (frame.t === "state") this.#state(topic, frame);
    else if (frame.t === "eph") topic.handlers.lossy?.(frame);
  }

  acknowledge() {
    for (const topic of this.#followed.values()) if (topic.unacknowledged) this.#acknowledge(topic);
  }

  /* The server took the right away, or the topic is gone. */
  drop(name, error) {
    const topic = this.#followed.get(name);
    this.#followed.delete(name);
    topic?.handlers.gone?.(error);
  }

  async #enter(topic, { afresh = false } = {}) {
    if (topic.isEntering) return;
    topic.isEntering = true;
    const after = afresh || topic.last === null ? {} : { after: topic.last };
    try {
      const answer = await this.#ask("join", topic.name, after);
      topic.isEntering = false;
      if (!("after" in after) || answer.reset) this.#startOver(topic, answer);
    } catch (error) {
      this.#refused(topic, error);
    }
  }

  #startOver(topic, { seq, state }) {
    topic.last = seq;
    topic.versions = {};
    topic.unacknowledged = 0;
    topic.handlers.snapshot?.(state);
  }

  #refused(topic, error) {
    topic.isEntering = false;
    if (error.code === "offline" || this.#followed.get(topic.name) !== topic) return;
    if (!PASSING.includes(error.code)) return this.drop(topic.name, error);
    setTimeout(() => this.#followed.get(topic.name) === topic && this.#enter(topic), pause(error));
  }

  #event(topic, frame) {
    if (frame.seq <= topic.last) return;
    if (frame.seq > topic.last + 1) return this.#enter(topic);
    topic.last = frame.seq;
    topic.unacknowledged += 1;
    if (topic.unacknowledged >= ACK_EVERY) this.#acknowledge(topic);
    topic.handlers.event?.(frame);
  }

  #state(topic, frame) {
    if (frame.v <= topic.versions[frame.k]) return;
    topic.versions[frame.k] = frame.v;
    topic.handlers.state?.(frame);
  }

  #acknowledge(topic) {
    topic.unacknowledged = 0;
    this.#send({ t: "ack", topic: topic.name, d: { seq: topic.last } });
  }
}
