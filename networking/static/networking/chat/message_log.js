/* The list of messages: what was said, and what is on its way. Draws, never asks. */

import { clone, fill, toggle } from "../../forum/dom.js";
import { Reading } from "./reading.js";

export class MessageLog {
  #list;
  #me;
  #people;
  #clock;
  #reading;

  /* `people` know what everybody is called; `news` is the button that leads to the end of the list. */
  constructor(list, { me, zone, news, people }) {
    this.#list = list;
    this.#me = me;
    this.#people = people;
    this.#clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
    this.#reading = new Reading(list, news);
  }

  /* Start over with what the server keeps; messages on their way stay at the end. Where the conversation has only
     begun, the person comes before what was said. */
  reset(events, { isNew = false } = {}) {
    for (const item of this.#list.querySelectorAll("[data-seq]")) item.remove();
    for (const event of events) this.add(event);
    if (events.length && !isNew) this.#reading.toEnd();
  }

  /* Take one event, once, at its place by number; true if it is new. */
  add(frame) {
    if (frame.k === "chat.hidden") this.#hide(frame.d.target);
    if (frame.k !== "chat.message" || this.#find("seq", frame.seq)) return false;
    const { isAtEnd } = this.#reading;
    const isMine = frame.by === this.#me;
    if (isMine) this.#adopt(frame.d.text);
    const item = this.#message(frame);
    this.#insert(item, frame.seq);
    if (!isMine && !(isAtEnd && document.hasFocus())) this.#reading.markUnread(item);
    if (isAtEnd || isMine) this.#reading.toEnd();
    return true;
  }

  /* Put older events before the first one. */
  addOlder(events) {
    this.#reading.keepPlace(() => {
      for (const event of events.filter(({ k, seq }) => k === "chat.message" && !this.#find("seq", seq))) {
        this.#insert(this.#message(event), event.seq);
      }
    });
  }

  /* Show a message on its way, or that it was not taken. */
  pending({ cid, text, failed }) {
    const item = this.#find("cid", cid) ?? this.#list.appendChild(clone("message"));
    item.dataset.cid = cid;
    item.classList.add("is-mine");
    item.classList.toggle("is-pending", !failed);
    item.classList.toggle("is-failed", Boolean(failed));
    fill(item, { text, author: "", time: "", failed: isCode(failed) ? "" : failed });
    toggle(item.querySelector("[data-unsent]"), failed);
    this.#reading.toEnd();
  }

  /* A message has arrived or was given up: the event draws it, if there is one. */
  settle(cid) {
    this.#find("cid", cid)?.remove();
  }

  get firstSeq() {
    return Number(this.#list.querySelector("[data-seq]")?.dataset.seq ?? 0);
  }

  #message({ seq, by, at, d }) {
    const item = clone("message");
    const isMine = by === this.#me;
    Object.assign(item.dataset, { seq, by });
    item.classList.toggle("is-mine", isMine);
    fill(item, { author: isMine ? "" : this.#people.nameOf(by), time: this.#clock.format(new Date(at)), text: d.text ?? "", failed: "" });
    item.querySelector("time").dateTime = at;
    for (const field of item.querySelectorAll("[name=target]")) field.value = seq;
    if (d.text === undefined) this.#blank(item);
    if (!isMine && by) this.#people.find(by).then((author) => fill(item, { author }));
    return item;
  }

  /* Numbers grow downwards; what has none yet stays last. */
  #insert(item, seq) {
    const numbered = [...this.#list.querySelectorAll("[data-seq]")];
    const after = numbered.findLast((other) => Number(other.dataset.seq) < seq);
    if (after) after.after(item);
    else this.#list.prepend(item);
  }

  /* The event may be faster than the answer to its sending: it replaces what was on its way. */
  #adopt(text) {
    const pending = [...this.#list.querySelectorAll(".is-pending")];
    pending.find((item) => item.querySelector("[data-slot=text]").textContent === text)?.remove();
  }

  #hide(seq) {
    const item = this.#find("seq", seq);
    if (item) this.#blank(item);
  }

  #blank(item) {
    item.classList.add("is-hidden");
    item.querySelector(".message-tools")?.remove();
    fill(item, { text: this.#list.dataset.hidden });
  }

  #find(name, value) {
    return this.#list.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
  }
}

/* Why a message was not taken is a sentence, or, where the server has none for people, a code for programs. */
const isCode = (why) => /^[a-z.]+$/.test(why ?? "");
