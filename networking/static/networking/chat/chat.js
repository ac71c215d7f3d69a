/* A room's conversation on a page: joins its topic, fills its log, sends what is written. */

import { announce } from "../../forum/announcer.js";
import { onAction, toggle } from "../../forum/dom.js";
import { Draft } from "../../forum/drafts.js";
import { client, me } from "../../forum/live/page.js";
import { refuse } from "../../forum/refusal.js";
import { Company } from "../rooms/company.js";
import { Composer } from "./composer.js";
import { MessageLog } from "./message_log.js";
import { People } from "../rooms/people.js";

const PAGE = 50;

export class Chat {
  #root;
  #topic;
  #log;
  #composer;
  #people;
  #company;
  #isNew;
  #ending = new AbortController();

  /* `root` carries `rooms/_chat_data.html` and holds a log and a composer; `isNew` where the conversation begins at this
     moment; `onEntered(state)` hears of the room's snapshot, `onClosed(why)` that nothing can be said any more. */
  constructor(root, { isNew = false, onEntered = () => {}, onClosed = () => {} } = {}) {
    this.#root = root;
    this.#isNew = isNew;
    this.#topic = `room:${root.dataset.chat}`;
    const ask = (verb, d) => client.request(verb, this.#topic, d);
    this.#people = new People(async (keys) => (await ask("room.names", { keys })).members);
    const page = (after) => ask("room.here", after ? { after } : {});
    this.#company = new Company(root, { me, people: this.#people, page });
    const news = root.querySelector("[data-action=to-end]");
    const { zone } = root.dataset;
    this.#log = new MessageLog(root.querySelector("[data-log]"), { me, zone, news, people: this.#people });
    this.#composer = new Composer(root.querySelector("[data-composer]"), {
      write: (text) => this.#log.pending(client.say(this.#topic, text)),
      typing: () => client.hint("typing", this.#topic),
      draft: new Draft(me, this.#topic),
    });
    this.onEntered = onEntered;
    this.onClosed = onClosed;
    onAction(root, "send-again", (button) => client.outbox.again(this.#cidOf(button)));
    onAction(root, "discard", (button) => this.#discard(this.#cidOf(button)));
    onAction(root, "older", () => this.#older());
    this.#listen();
    client.join(this.#topic, {
      snapshot: (state) => this.#enter(state),
      event: (frame) => this.#hear(frame),
      state: ({ d }) => this.#company.draw(d),
      lossy: ({ by }) => by !== me && this.#company.types(by),
      gone: () => this.#close("closed"),
    });
  }

  leave() {
    this.#ending.abort();
    client.leave(this.#topic);
  }

  suggest(text) {
    this.#composer.suggest(text);
  }

  #listen() {
    const { signal } = this.#ending;
    const mine = (handle) => ({ detail }) => detail.topic === this.#topic && handle(detail);
    client.addEventListener("sent", mine((entry) => this.#sent(entry)), { signal });
    client.addEventListener("unsent", mine((entry) => this.#log.pending(entry)), { signal });
  }

  #enter(state) {
    const { people, presence, last, closed } = state;
    this.onEntered(state);
    this.#company.enter(people);
    this.#company.draw(presence);
    this.#log.reset(last, { isNew: this.#isNew });
    this.#isNew = false;
    for (const entry of client.outbox.of(this.#topic)) this.#log.pending(entry);
    toggle(this.#root.querySelector("[data-action=older]"), this.#log.firstSeq > 1);
    if (closed) this.#close(closed);
  }

  async #hear(frame) {
    if (frame.k === "room.closed") return this.#close(frame.d.why);
    const isNew = this.#log.add(frame);
    if (!isNew || frame.by === me) return;
    this.#company.rests();
    announce(`${await this.#people.find(frame.by)}: ${frame.d.text ?? ""}`, { kind: "chat" });
  }

  #sent(entry) {
    this.#log.settle(entry.cid);
    const at = new Date(client.serverNow()).toISOString();
    this.#log.add({ k: "chat.message", seq: entry.seq, by: me, at, d: { text: entry.text } });
  }

  #close(why) {
    this.#composer.isOpen = false;
    toggle(this.#root.querySelector("[data-closed]"), true);
    this.onClosed(why);
  }

  async #older() {
    try {
      const page = { before: this.#log.firstSeq, limit: PAGE };
      const { events, more } = await client.request("history", this.#topic, page);
      this.#log.addOlder(events);
      toggle(this.#root.querySelector("[data-action=older]"), more);
    } catch (error) {
      refuse(error);
    }
  }

  #discard(cid) {
    client.outbox.discard(cid);
    this.#log.settle(cid);
  }

  #cidOf(button) {
    return button.closest("[data-cid]").dataset.cid;
  }
}
