/* The answer, as large as the screen: colour, icon, word and sound. What can be said stands in the page's
   templates, one for each answer; the person and the times are filled in. */
import { clone, fill } from "../../forum/dom.js";
import { play } from "./sounds.js";

const LEAVES_AFTER = 3_000;

export class Screen {
  #panel;
  #clock;
  #timer = 0;
  #nonce = null;

  constructor(panel) {
    this.#panel = panel;
    const { lang } = document.documentElement;
    this.#clock = new Intl.DateTimeFormat(lang, { timeStyle: "short", hourCycle: "h23", timeZone: panel.dataset.zone });
    panel.addEventListener("click", () => this.clear());
  }

  /* Tells whether the answer on the screen is that of this scan. */
  shows(nonce) {
    return this.#nonce === nonce;
  }

  /* The line is slow or cut: nobody is turned away for that. */
  hold({ nonce }) {
    this.#show("held", nonce, personOf(null));
  }

  answer({ nonce, isTyped }, outcome) {
    const { attendee, first_at: firstAt, desk, forum } = outcome;
    this.#show(nameOf(outcome, isTyped), nonce, {
      ...personOf(attendee),
      when: firstAt ? this.#clock.format(new Date(firstAt)) : "",
      where: desk,
      forum: forum?.[document.documentElement.lang],
      code: outcome.reason,
    });
  }

  clear() {
    clearTimeout(this.#timer);
    this.#nonce = null;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
  }

  #show(name, nonce, texts) {
    this.clear();
    const result = fill(clone(templateOf(name)), texts);
    const { kind } = result.dataset;
    this.#nonce = nonce;
    this.#panel.dataset.kind = kind;
    this.#panel.dataset.answer = name;
    this.#panel.append(result);
    this.#panel.hidden = false;
    play(kind);
    if (kind === "in") this.#timer = setTimeout(() => this.clear(), LEAVES_AFTER);
    if (kind === "no") navigator.vibrate?.([200, 100, 200]);
  }
}

function personOf(attendee) {
  const { name = "", latin_name = "", organization = "", type = {} } = attendee ?? {};
  return { name, latin_name, who: [organization, type[document.documentElement.lang]].filter(Boolean).join(" · ") };
}

/* The name of the template that says an outcome. What nobody knows and a hand typed is most likely a slip. */
function nameOf({ status, reason, direction, again }, isTyped) {
  if (reason === "invalid" && isTyped) return "mistyped";
  if (status !== "ok") return reason;
  if (direction === "out") return "out";
  return again ? "back" : "in";
}

/* A reason this page does not know yet still gets somebody to look. */
function templateOf(name) {
  return document.getElementById(`result-${name}`) ? `result-${name}` : "result-other";
}
