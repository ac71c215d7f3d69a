/* The last scans, newest first: those of every desk while the line is up, and what came of late ones. A late one
   that was refused stays on top until somebody taps it: its guest is inside and must be looked for. */
import { clone, fill } from "../../forum/dom.js";

const SHOWN = 20;
const REFRESH_EVERY = 5_000;

export class Entries {
  #list;
  #load;
  #clock;
  #timer = 0;

  constructor({ list, load }) {
    this.#list = list;
    this.#load = load;
    const options = { timeStyle: "short", hourCycle: "h23", timeZone: list.dataset.zone };
    this.#clock = new Intl.DateTimeFormat(document.documentElement.lang, options);
    list.addEventListener("click", (event) => event.target.closest("[data-conflict]")?.remove());
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const answer = await this.#load().catch(() => null);
    if (!answer) return;
    const conflicts = [...this.#list.querySelectorAll("[data-conflict]")];
    this.#list.replaceChildren(...conflicts, ...answer.entries.map((entry) => this.#line(entry)));
  }

  refreshSoon() {
    this.#timer ||= setTimeout(() => this.refresh(), REFRESH_EVERY);
  }

  add(scan, outcome, isLate) {
    const line = this.#line({ ...outcome, at: scan.scannedAt, direction: scan.direction });
    if (isLate && outcome.status !== "ok") line.dataset.conflict = "";
    this.#list.prepend(line);
    [...this.#list.children].slice(SHOWN).forEach((old) => "conflict" in old.dataset || old.remove());
  }

  #line({ at, status, reason, direction, attendee, at_desk: desk }) {
    const line = clone("entry");
    const { kind, word } = resultOf(reason);
    Object.assign(line.dataset, { status, kind });
    const texts = { at: this.#clock.format(new Date(at)), name: attendee?.name, desk };
    if (kind === "again") return fill(line, { ...texts, word, why: "" });
    return fill(line, { ...texts, word: this.#list.dataset[status === "ok" ? direction : "refused"], why: word });
  }
}

/* Kind and word of the answer's own template, so that list and screen speak alike. */
function resultOf(reason) {
  const result = document.getElementById(`result-${reason}`)?.content;
  return {
    kind: result?.querySelector("[data-kind]").dataset.kind ?? "",
    word: result?.querySelector("[data-word]").textContent,
  };
}
