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

  /* The line is slow or cut: nobody is turned away for that. A scan that only this page knows must not be left alone. */
  hold({ nonce }, { isKept }) {
    this.#show("held", nonce, { ...personOf(null), note: isKept ? "" : this.#panel.dataset.unkept });
  }

  answer(scan, outcome) {
    const { attendee, first_at: firstAt, desk, forum, reason } = outcome;
    this.#show(nameOf(outcome, scan), scan.nonce, {
      ...personOf(attendee),
      when: firstAt ? this.#clock.format(new Date(firstAt)) : "",
      where: desk,
      forum: forum?.[document.documentElement.lang],
      code: reason,
    });
  }

  /* What has no scan behind it: part of a code, or a desk that is closed. */
  say(name) {
    this.#show(name, null, personOf(null));
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

/* The name of the template that says an outcome. What nobody knows and a hand typed is most likely a slip; what nobody
   knows and a scanner read among other digits, most likely a bad reading. */
function nameOf({ status, reason, direction, again }, { isTyped, isSure = true }) {
  if (reason === "invalid" && isTyped) return "mistyped";
  if (reason === "invalid" && !isSure) return "broken";
  if (status !== "ok") return reason;
  if (direction === "out") return "out";
  return again ? "back" : "in";
}

/* A reason this page does not know yet still gets somebody to look. */
function templateOf(name) {
  return [`result-${name}`, `notice-${name}`].find((id) => document.getElementById(id)) ?? "result-other";
}
