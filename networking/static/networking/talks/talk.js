/* A conversation on the page: who sits opposite, why, where, until when; the chat below. Drawn by the server,
   or cloned when a round begins and filled from the snapshot of its room. */

import { watch } from "../../forum/countdown.js";
import { clone, fill, onAction, toggle } from "../../forum/dom.js";
import { keepDrafts } from "../../forum/drafts.js";
import { me } from "../../forum/live/page.js";
import { fillPerson } from "../../forum/person.js";
import { Chat } from "../rooms/chat.js";

export class Talk {
  #chat;
  #openers;
  #opener;
  #tellMet;
  #bell = null;
  #until;
  /* Resolves once the page shows who it is. */
  met = new Promise((resolve) => (this.#tellMet = resolve));

  /* `root` is a drawn `talks/_talk.html`. */
  constructor(root) {
    this.root = root;
    this.room = root.dataset.talk;
    this.#until = root.dataset.until || null;
    if (this.#isFilled) this.#tellMet();
    keepDrafts(root, me);
    this.#chat = new Chat(root.querySelector("[data-chat]"), {
      onEntered: ({ talk }) => this.#enter(talk),
      onClosed: () => this.#end(),
    });
    root.addEventListener("countdown:end", () => {
      toggle(root.querySelector("[data-over-time]"), !this.#bell && this.#until);
    });
    this.#openers = [...root.querySelectorAll("[data-opener-list] li")].map((item) => item.textContent);
    toggle(root.querySelector("[data-opener-list]"), false);
    toggle(root.querySelector("[data-opener-tools]"), true);
    this.#opener = [...this.room].reduce((sum, letter) => sum + letter.codePointAt(0), 0);
    this.#suggest(0);
    onAction(root, "next-opener", () => this.#suggest(1));
    onAction(root, "use-opener", () => this.#chat.suggest(this.#sentence));
  }

  get names() {
    const names = [...this.root.querySelectorAll("[data-people] [data-slot=name]")];
    return names.map((slot) => slot.textContent).join(", ");
  }

  get table() {
    return this.root.querySelector("[data-slot=table]").textContent;
  }

  focus() {
    this.root.querySelector("[data-heading]").focus();
  }

  /* The bell is moved by a pause, a skip, a resume; without an end there is no bell. */
  set endsAt(endsAt) {
    this.#bell = endsAt;
    this.#ring();
  }

  close() {
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
    const isOver = this.root.classList.contains("is-over");
    setBell(this.root, this.#bell ?? (isOver ? null : this.#until));
    watch();
  }

  #end() {
    this.root.classList.add("is-over");
    toggle(this.root.querySelector("[data-over-time]"), false);
    this.#ring();
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

/* Draws a talk the page has just heard of: `{room, place, table, again, seconds, endsAt}`, and `{people, reasons}` where
   they are known. */
export function drawTalk({ room, people = [], reasons = [], seconds, endsAt, ...where }) {
  const root = clone("talk");
  root.dataset.talk = room;
  root.querySelector("[data-chat]").dataset.chat = room;
  const link = root.querySelector("[data-room-link]");
  link.href = link.href.replace("/room/", `/${room}/`);
  for (const form of root.querySelectorAll("form")) {
    if (form.dataset.topic === "room:room") form.dataset.topic = `room:${room}`;
  }
  placeTalk(root, where);
  fillTalk(root, { people, reasons });
  root.querySelector("[data-ends-at]").dataset.seconds = seconds;
  setBell(root, endsAt);
  return root;
}

/* Where they meet: at a table, at the meeting point, where they agree to, or online. */
function placeTalk(root, { place = null, table = null, point = null, again = false }) {
  const shown = root.querySelector("[data-place]");
  const { table: numbered, agree, online } = shown.dataset;
  const elsewhere = point ?? (place === "hall" ? agree : place && online);
  fill(root, { table: table === null ? elsewhere : numbered.replace("{number}", table) });
  toggle(shown, place);
  toggle(root.querySelector("[data-again]"), again);
}

function fillTalk(root, { people, reasons }) {
  const room = root.dataset.talk;
  root.querySelector("[data-people]").replaceChildren(...people.map(drawPerson));
  root.querySelector("[data-reasons]").replaceChildren(...reasons.map(drawReason));
  root.querySelector("[data-safety]").replaceChildren(...people.map((person) => drawSafety(person, room)));
}

function setBell(root, endsAt) {
  root.querySelector("[data-ends-at]").dataset.endsAt = endsAt ?? "";
  toggle(root.querySelector("[data-bell]"), endsAt);
}

/* A person to meet, filling the screen. */
export function drawPerson({ key, name, organization, latin_name = "", headline = "" }) {
  const other = latin_name === name ? "" : latin_name;
  return fillPerson(clone("opposite"), { key, name, name_other: other, organization, note: headline });
}

export function drawReason(reason) {
  return fill(clone("reason"), { reason });
}

function drawSafety({ key, name }, room) {
  const item = fill(clone("safety-person"), { who: name });
  for (const field of item.querySelectorAll("[name=who]")) field.value = key;
  for (const form of item.querySelectorAll("[data-topic]")) form.dataset.topic = `room:${room}`;
  for (const field of item.querySelectorAll("[data-draft]")) field.dataset.draft = `report:${room}:${key}`;
  keepDrafts(item, me);
  return item;
}
