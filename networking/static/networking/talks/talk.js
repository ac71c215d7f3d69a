/* A conversation on the page: who sits opposite, why, where, until when; the chat below. Drawn by the server,
   or cloned when a round begins and filled from the snapshot of its room. */

import { fill, onAction, toggle } from "../../forum/dom.js";
import { keepDrafts } from "../../forum/drafts.js";
import { me } from "../../forum/live/page.js";
import { Chat } from "../chat/chat.js";
import { Bar } from "./bar.js";
import { fillTalk, placeTalk } from "./drawing.js";

export class Talk {
  #bar;
  #chat;
  #openers;
  #opener;
  #tellMet;
  #endsAt = null;
  #until;
  /* Resolves once the page shows who it is. */
  met = new Promise((resolve) => (this.#tellMet = resolve));

  /* `root` is a drawn `talks/_talk.html`; `isNew` where it begins at this moment. */
  constructor(root, { isNew = false } = {}) {
    this.root = root;
    this.room = root.dataset.talk;
    this.#until = root.dataset.until || null;
    this.#bar = new Bar(root);
    if (this.#isFilled) this.#tellMet();
    this.#chat = new Chat(root, {
      isNew,
      onEntered: ({ talk }) => this.#enter(talk),
      onClosed: () => this.#end(),
    });
    root.addEventListener("countdown:end", () => this.#endsAt || this.#drawOverTime(Boolean(this.#until)));
    this.#openers = [...root.querySelectorAll("[data-opener-list] li")].map((item) => item.textContent);
    toggle(root.querySelector("[data-opener-list]"), false);
    toggle(root.querySelector("[data-opener-tools]"), true);
    this.#opener = [...this.room].reduce((sum, letter) => sum + letter.codePointAt(0), 0);
    this.#suggest(0);
    onAction(root, "next-opener", () => this.#suggest(1));
    onAction(root, "use-opener", () => this.#chat.suggest(this.#sentence));
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.#closeWays());
    keepDrafts(root, me);
  }

  get names() {
    return this.root.querySelector("[data-slot=names]").textContent;
  }

  get table() {
    return this.root.querySelector("[data-slot=table]").textContent;
  }

  /* The person is the first thing on the screen. */
  focus() {
    this.root.querySelector("[data-scroller]").scrollTop = 0;
    this.root.querySelector("[data-heading]").focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /* The bell is moved by a pause, a skip, a resume; without an end there is no bell. */
  set endsAt(endsAt) {
    this.#endsAt = endsAt;
    this.#ring();
  }

  set isPaused(isPaused) {
    toggle(this.root.querySelector("[data-talk-paused]"), isPaused);
  }

  close() {
    this.#bar.rest();
    this.#chat.leave();
    this.root.remove();
  }

  get #isFilled() {
    return this.root.querySelector("[data-people]").childElementCount > 0;
  }

  /* The part `talk` of the room's snapshot. */
  #enter(talk) {
    if (!talk) return;
    placeTalk(this.root, talk);
    this.#until = talk.until ?? null;
    this.#ring();
    if (this.#isFilled) return;
    fillTalk(this.root, { ...talk, people: talk.with });
    this.#tellMet();
  }

  /* Where no bell rings, about the length of a round is counted down, and nothing is cut. */
  #ring() {
    this.#bar.endsAt = this.#endsAt ?? (this.root.classList.contains("is-over") ? null : this.#until);
  }

  #drawOverTime(isOver) {
    toggle(this.root.querySelector("[data-over-time]"), isOver);
    if (isOver) this.#bar.endsAt = null;
  }

  #end() {
    this.root.classList.add("is-over");
    const heading = this.root.querySelector("[data-heading]");
    heading.textContent = heading.dataset.over ?? heading.textContent;
    this.#drawOverTime(false);
    this.#ring();
  }

  #closeWays() {
    const ways = this.root.querySelector("[data-ways]");
    if (!ways?.open) return;
    ways.open = false;
    ways.querySelector("summary").focus();
  }

  /* Both see the same opener first, because it follows from the room. */
  #suggest(step) {
    this.#opener += step;
    fill(this.root, { opener: this.#sentence });
  }

  get #sentence() {
    return this.#openers[this.#opener % this.#openers.length];
  }
}
