/* "Meet someone now": the line, what became of a proposal, and the one that waits for an answer. */

import { announce } from "../../forum/announcer.js";
import { fill, toggle } from "../../forum/dom.js";
import { Proposal } from "./proposal.js";

const MINUTE = 60;
const ASKS_AGAIN = ["passed", "silent"];

export class Asking {
  #root;
  #proposal;
  #isInLine = false;

  /* `dialog` is where somebody is proposed, `alerts` calls whoever does not look. */
  constructor(root, dialog, alerts) {
    this.#root = root;
    this.#proposal = new Proposal(dialog, alerts);
  }

  draw({ line, proposal, stage, missing, where }) {
    toggle(this.#root, !missing && stage !== "talk" && stage !== "ended");
    toggle(this.#root.querySelector("[data-line=out]"), !line);
    toggle(this.#root.querySelector("[data-line=in]"), line);
    if (line) this.#drawLine(line);
    if (line && !this.#isInLine) this.#say("");
    this.#isInLine = Boolean(line);
    if (this.#proposal.draw(proposal, where)) this.#takeFocus();
  }

  /* What became of a proposal; where that ended the search, one tap goes on with it. */
  tell(why) {
    this.#say(why);
    announce(this.#root.dataset[why], { kind: "notice" });
  }

  #say(why) {
    const asksAgain = ASKS_AGAIN.includes(why);
    fill(this.#root, { outcome: this.#root.dataset[why] ?? "" });
    for (const part of this.#root.querySelectorAll("[data-first]")) toggle(part, !asksAgain);
    toggle(this.#root.querySelector("[data-again-looking]"), asksAgain);
  }

  /* How long it usually takes, and why nobody fits at the moment, as far as either is known. */
  #drawLine({ usualSeconds, why }) {
    const { usual, alone, round } = this.#root.dataset;
    fill(this.#root, {
      usual: usualSeconds === null ? "" : usual.replace("{time}", span(usualSeconds)),
      why: { alone, round }[why] ?? "",
    });
  }

  /* A closed dialog gives the focus back to what may be hidden by now. */
  #takeFocus() {
    if (this.#root.hidden) return;
    const button = this.#root.querySelector("[data-line]:not([hidden]) button");
    button.focus({ preventScroll: true });
    this.#root.scrollIntoView({ block: "center", behavior: "instant" });
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
