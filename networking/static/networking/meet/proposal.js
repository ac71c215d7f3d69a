/* Somebody to meet, over everything else until it is answered. */

import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, toggle } from "../../forum/dom.js";
import { drawPerson, drawReason, namesOf } from "../talks/drawing.js";

export class Proposal {
  #dialog;
  #alerts;
  #shown;

  constructor(dialog, alerts) {
    this.#dialog = dialog;
    this.#alerts = alerts;
    this.#shown = dialog.dataset.match || null;
    dialog.addEventListener("cancel", (event) => this.#escape(event));
    if (this.#shown) this.#open();
  }

  /* `where` is the mixer's. True if the dialog was closed by this. */
  draw(proposal, where) {
    if (!proposal) return this.#close();
    if (proposal.match !== this.#shown) this.#show(proposal, where);
    toggle(this.#dialog.querySelector("[data-answer]"), proposal.answer === null);
    const waits = this.#dialog.querySelector("[data-accepted]");
    if (proposal.answer === "yes" && waits.hidden) {
      waits.hidden = false;
      waits.focus();
    }
    toggle(waits, proposal.answer === "yes");
    return false;
  }

  #show({ match, people, reasons, until, again, place, point = "" }, where) {
    const { says, title } = this.#dialog.dataset;
    const names = namesOf(people);
    this.#shown = match;
    this.#dialog.querySelector("[data-people]").replaceChildren(...people.map(drawPerson));
    this.#dialog.querySelector("[data-reasons]").replaceChildren(...reasons.map(drawReason));
    toggle(this.#dialog.querySelector("[data-again]"), again);
    toggle(this.#dialog.querySelector("[data-online]"), place === "online" && where === "both");
    toggle(this.#dialog.querySelector("[data-point]"), point);
    fill(this.#dialog, { point });
    for (const field of this.#dialog.querySelectorAll("[name=match]")) field.value = match;
    this.#dialog.querySelector("[data-ends-at]").dataset.endsAt = until;
    this.#open();
    this.#alerts.call(title.replace("{name}", names));
    announce(says.replace("{name}", names), { kind: "round" });
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
    this.#dialog.scrollTop = 0;
    watch();
  }

  #close() {
    if (!this.#shown) return false;
    this.#shown = null;
    this.#dialog.close();
    return true;
  }
}
