/* "Meet someone now": the line, and the proposal that somebody waits for an answer to. */

import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, toggle } from "../../forum/dom.js";
import { drawPerson, drawReason } from "../talks/talk.js";

const MINUTE = 60;

export class Asking {
  #root;
  #dialog;
  #shown = null;
  #isInLine = false;
  #isMixed = false;

  constructor(root, dialog) {
    this.#root = root;
    this.#dialog = dialog;
    this.#shown = dialog.dataset.match || null;
    dialog.addEventListener("cancel", (event) => this.#escape(event));
    if (this.#shown) this.#open();
  }

  draw({ line, proposal, stage, missing, where }) {
    this.#isMixed = where === "both";
    toggle(this.#root, !missing && stage !== "talk" && stage !== "ended");
    toggle(this.#root.querySelector("[data-line=out]"), !line);
    toggle(this.#root.querySelector("[data-line=in]"), line);
    if (line) this.#drawUsual(line);
    if (line && !this.#isInLine) fill(this.#root, { outcome: "" });
    this.#isInLine = Boolean(line);
    this.#drawProposal(proposal);
  }

  /* Why a proposal came to nothing, where the person should know. */
  tell(why) {
    const text = this.#root.dataset[why];
    fill(this.#root, { outcome: text });
    announce(text, { kind: "notice" });
  }

  #drawUsual({ usualSeconds }) {
    const { usual } = this.#root.dataset;
    fill(this.#root, { usual: usualSeconds === null ? "" : usual.replace("{time}", span(usualSeconds)) });
  }

  #drawProposal(proposal) {
    if (!proposal) return this.#close();
    toggle(this.#dialog.querySelector("[data-answer]"), proposal.answer === null);
    toggle(this.#dialog.querySelector("[data-accepted]"), proposal.answer === "yes");
    if (proposal.match !== this.#shown) this.#show(proposal);
  }

  #show({ match, people, reasons, until, again, place }) {
    this.#shown = match;
    fill(this.#root, { outcome: "" });
    this.#dialog.querySelector("[data-people]").replaceChildren(...people.map(drawPerson));
    this.#dialog.querySelector("[data-reasons]").replaceChildren(...reasons.map(drawReason));
    toggle(this.#dialog.querySelector("[data-again]"), again);
    toggle(this.#dialog.querySelector("[data-online]"), place === "online" && this.#isMixed);
    for (const field of this.#dialog.querySelectorAll("[name=match]")) field.value = match;
    this.#dialog.querySelector("[data-ends-at]").dataset.endsAt = until;
    this.#open();
    const names = people.map(({ name }) => name).join(", ");
    announce(this.#dialog.dataset.says.replace("{name}", names), { kind: "round" });
  }

  /* Escape is "not now", as long as nothing else was said. */
  #escape(event) {
    event.preventDefault();
    if (this.#dialog.querySelector("[data-answer]").hidden) return;
    this.#dialog.querySelector("[data-verb='match.decline']").requestSubmit();
  }

  #open() {
    this.#dialog.close();
    this.#dialog.showModal();
    watch();
  }

  #close() {
    this.#shown = null;
    this.#dialog.close();
  }
}

/* Roughly how long, in words of the reader's language. */
function span(seconds) {
  const isShort = seconds < MINUTE;
  const unit = isShort ? "second" : "minute";
  const count = isShort ? Math.max(1, Math.ceil(seconds / 10)) * 10 : Math.ceil(seconds / MINUTE);
  const style = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(count);
}
