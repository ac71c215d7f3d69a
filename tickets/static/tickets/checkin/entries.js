/* The list beside the camera, in three parts: guests who must be looked for, until somebody taps them; scans that wait
   for a line; the last scans of every desk, newest first. */
import { clone, fill } from "../../forum/dom.js";
import { resultOf } from "./results.js";

const SHOWN = 20;
const REFRESH_EVERY = 5_000;
const TOLD = 8; // digits at the end of a code, enough to tell guests apart
const KNOWN = 500;

export class Entries {
  #list;
  #load;
  #tell;
  #conflicts;
  #clock;
  #timer = 0;
  #names = new Map();
  #last = [];
  #waiting = [];
  #shown = "";

  /* `load()` resolves to { entries, conflicts }; `conflicts` keeps those that this device knows of; `tell(number)` hears
     how many there are. */
  constructor({ list, load, conflicts, tell }) {
    this.#list = list;
    this.#load = load;
    this.#tell = tell;
    this.#conflicts = conflicts;
    const options = { timeStyle: "short", hourCycle: "h23", timeZone: list.dataset.zone };
    this.#clock = new Intl.DateTimeFormat(document.documentElement.lang, options);
    list.addEventListener("click", ({ target }) => this.#look(target.closest("[data-conflict]")));
    this.#draw();
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const answer = await this.#load().catch(() => null);
    if (!answer) return;
    this.#last = answer.entries;
    this.#conflicts.heard(answer.conflicts ?? []);
    this.#draw();
  }

  refreshSoon() {
    this.#timer ||= setTimeout(() => this.refresh(), REFRESH_EVERY);
  }

  waiting(scans) {
    this.#waiting = scans;
    this.#draw();
  }

  /* An answer of this desk. One that came too late for its guest, and is a no, stays until somebody has seen it. */
  add(scan, outcome, { isLate, key }) {
    const entry = { ...outcome, key, at: scan.scannedAt, direction: scan.direction, code: scan.code };
    if (outcome.attendee) this.#remember(scan.code, outcome.attendee.name);
    if (isLate && outcome.status === "refused" && scan.direction === "in") this.#conflicts.add(entry);
    else if (isLate && outcome.isOurs) this.#conflicts.add(entry);
    this.#last = [entry, ...this.#last.filter((other) => other.key !== key)].slice(0, SHOWN);
    this.#draw();
  }

  async #look(line) {
    if (!line) return;
    line.dataset.leaving = "";
    await this.#conflicts.look(line.dataset.conflict);
    delete line.dataset.leaving;
    this.#draw();
  }

  /* The guest's name helps to find a scan that waits; it is known of those seen before, and kept nowhere. */
  #remember(code, name) {
    this.#names.set(code, name);
    if (this.#names.size > KNOWN) this.#names.delete(this.#names.keys().next().value);
  }

  #draw() {
    const conflicts = this.#conflicts.all();
    const known = new Set(conflicts.map(({ key }) => key));
    const last = this.#last.filter(({ key }) => !known.has(key));
    const shown = JSON.stringify([conflicts, this.#waiting, last]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tell(conflicts.length);
    this.#list.replaceChildren(
      ...conflicts.map((entry) => this.#conflict(entry)),
      ...this.#waiting.map((scan) => this.#waits(scan)),
      ...last.map((entry) => this.#entry(entry)),
    );
  }

  #conflict(entry) {
    const line = this.#entry(entry, "conflict");
    line.dataset.conflict = entry.key;
    return line;
  }

  #waits({ code, direction, scannedAt }) {
    const { dataset } = this.#list;
    const texts = { at: this.#time(scannedAt), word: dataset[direction], name: this.#nameOf({ code }), why: dataset.waitingWord, desk: "" };
    const line = fill(clone("entry"), texts);
    line.dataset.waits = "";
    return line;
  }

  #entry({ at, status, reason, direction, attendee, code, at_desk: desk }, template = "entry") {
    const line = clone(template);
    const { kind, word } = resultOf(reason);
    Object.assign(line.dataset, { status, kind });
    const texts = { at: this.#time(at), name: attendee?.name ?? (code ? this.#nameOf({ code }) : ""), desk };
    if (kind === "again") return fill(line, { ...texts, word, why: "" });
    return fill(line, { ...texts, word: this.#list.dataset[status === "ok" ? direction : "refused"], why: word });
  }

  #nameOf({ code }) {
    return this.#names.get(code) ?? `…${code.slice(-TOLD)}`;
  }

  #time(at) {
    return this.#clock.format(new Date(at));
  }
}
