/* Messages on their way. Each keeps its own id until the server has numbered it, through a lost connection
   and a reload of the tab, so it arrives exactly once. One at a time, so the order is the writer's. */

import { randomId } from "./protocol.js";

const PASSING = ["rate.limited", "busy", "timeout"];
const RETRY_SECONDS = 2;

export class Outbox {
  #store;
  #ask;
  #tell;
  #name = null;
  #entries = [];
  #isSending = false;
  #timer = 0;

  /* `ask(verb, topic, d)` resolves to the answer; `tell("sent" | "unsent", entry)` reports. */
  constructor({ store, ask, tell }) {
    this.#store = store;
    this.#ask = ask;
    this.#tell = tell;
  }

  /* Take what this person left in this tab, then send. Another person's messages stay where they are. */
  open(owner) {
    if (this.#name === null) {
      this.#name = `outbox:${owner}`;
      this.#entries = [...read(this.#store.getItem(this.#name)), ...this.#entries];
      this.#save();
    }
    this.#flush();
  }

  add(topic, text) {
    const entry = { cid: randomId(), topic, text, failed: null };
    this.#entries.push(entry);
    this.#save();
    this.#flush();
    return entry;
  }

  of(topic) {
    return this.#entries.filter((entry) => entry.topic === topic);
  }

  again(cid) {
    for (const entry of this.#entries) if (entry.cid === cid) entry.failed = null;
    this.#save();
    this.#flush();
  }

  discard(cid) {
    this.#entries = this.#entries.filter((entry) => entry.cid !== cid);
    this.#save();
  }

  async #flush() {
    const entry = this.#entries.find(({ failed }) => !failed);
    if (!entry || this.#isSending || this.#name === null) return;
    clearTimeout(this.#timer);
    this.#isSending = true;
    const goOn = await this.#send(entry);
    this.#isSending = false;
    if (goOn) this.#flush();
  }

  /* Whether the next one may follow at once. */
  async #send(entry) {
    try {
      const { seq } = await this.#ask("chat.send", entry.topic, { cid: entry.cid, text: entry.text });
      this.discard(entry.cid);
      this.#tell("sent", { ...entry, seq });
    } catch (error) {
      if (error.code === "offline") return false;
      if (PASSING.includes(error.code)) return this.#later(error.retry ?? RETRY_SECONDS);
      entry.failed = error.text || error.code;
      this.#save();
      this.#tell("unsent", entry);
    }
    return true;
  }

  #later(seconds) {
    this.#timer = setTimeout(() => this.#flush(), seconds * 1000);
    return false;
  }

  #save() {
    if (this.#name !== null) this.#store.setItem(this.#name, JSON.stringify(this.#entries));
  }
}

/* What an earlier page left; what nobody can read is nobody's message. */
function read(text) {
  try {
    return JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
}
