/* A run of characters as a scanner writes them, by the times at which they were pressed. Scanners pause: some between all
   characters, some once, up to a third of a second. So nothing is believed before the run has ended, by Enter, Tab or any
   other key, or by silence. Only whole codes are found; a run that looks like a scanner's and holds none is broken. */
import { codesIn } from "./codes.js";

const QUIET = 250; // after a whole code, unless this scanner is known to be slower
const PAUSE = 600; // within a run; the times of a busy page are late
const AT_LEAST = 6;
const MACHINE = 60; // milliseconds a character: faster than hands
const TYPED_CODE = /^(?=.*[a-z])[0-9a-z]{4}[ -]?[0-9a-z]{4}$/i;

export class Burst {
  #tell;
  #text = "";
  #firstAt = 0;
  #lastAt = -Infinity;
  #slowest = 0;
  #foundAt = -Infinity;
  #broken = null;
  #timer = 0;

  /* `tell` = { found(text, {isSure, isTyped}), broken(), written(text) }: `written` is what a hand wrote nowhere.
     `isInField()` tells whether what is written stands in a field, where a hand may be typing. */
  constructor({ tell, isInField = () => false }) {
    this.#tell = tell;
    this.isInField = isInField;
  }

  get isEmpty() {
    return this.#text === "";
  }

  /* Take a character pressed at `at`, by the clock of events. */
  add(character, at) {
    this.settle(at);
    if (this.isEmpty) this.#begin(at);
    else this.#slowest = Math.max(this.#slowest, at - this.#lastAt);
    this.#text += character;
    this.#lastAt = at;
    this.#wait();
  }

  /* A key that writes nothing ends the run. Tells whether it was the scanner's, so that no control may hear of it. */
  end(at) {
    this.settle(at);
    if (this.isEmpty) return at - Math.max(this.#foundAt, this.#broken?.lastAt ?? -Infinity) <= PAUSE;
    return this.#close({ isEnded: true });
  }

  /* A run that paused for too long has ended. */
  settle(at) {
    if (!this.isEmpty && at - this.#lastAt > PAUSE) this.#close();
  }

  /* Whatever comes now is not the rest of the code before: a hand has been at work. */
  rest() {
    this.#foundAt = -Infinity;
    this.#broken = null;
  }

  forget() {
    clearTimeout(this.#timer);
    this.#text = "";
  }

  /* A pause that only seemed too long, because the page was busy, does not tear a run apart; a key that ended it does. */
  #begin(at) {
    const isTorn = this.#broken && !this.#broken.isEnded && at - this.#broken.lastAt <= PAUSE;
    this.#text = isTorn ? this.#broken.text : "";
    this.#firstAt = isTorn ? this.#broken.firstAt : at;
    this.#slowest = 0;
    this.#broken = null;
  }

  #wait() {
    clearTimeout(this.#timer);
    const quiet = Math.min(Math.max(QUIET, 1.5 * this.#slowest), PAUSE);
    this.#timer = setTimeout(() => this.#close(), codesIn(this.#text).isSure ? quiet : PAUSE);
  }

  #close({ isEnded = false } = {}) {
    const run = { text: this.#text.trim(), firstAt: this.#firstAt, lastAt: this.#lastAt, isEnded };
    this.forget();
    const { texts, isSure } = codesIn(run.text);
    if (texts.length) return this.#found(texts, { isSure }, run);
    if (this.#isRest(run)) return true;
    if (this.isInField() && !isWrittenByMachine(run)) return false;
    if (TYPED_CODE.test(run.text) && isEnded) return this.#found([run.text], { isTyped: true }, run);
    if (isForeign(run.text)) return this.#found([run.text], { isSure: true }, run);
    if (!looksScanned(run)) return this.#written(run.text);
    this.#broken = run;
    this.#tell.broken();
    return true;
  }

  #found(texts, how, { lastAt }) {
    this.#foundAt = lastAt;
    texts.forEach((text) => this.#tell.found(text, how));
    return true;
  }

  /* What a scanner writes after a code that was found already; in a field a hand may have been as quick. */
  #isRest({ text, firstAt }) {
    const most = this.isInField() ? 2 : AT_LEAST - 1;
    return text.length <= most && firstAt - this.#foundAt <= PAUSE;
  }

  #written(text) {
    if (!this.isInField()) this.#tell.written(text);
    return false;
  }
}

function paceOf({ text, firstAt, lastAt }) {
  return text.length > 1 ? (lastAt - firstAt) / (text.length - 1) : Infinity;
}

function looksScanned(run) {
  const { length } = run.text;
  const isByHand = /[a-z]/i.test(run.text) && length <= 2 * AT_LEAST && paceOf(run) > 2 * MACHINE;
  return !isByHand && (length >= AT_LEAST || (length > 2 && paceOf(run) <= MACHINE));
}

/* In a field only what no hand can be: longer than any code that is typed, and faster. */
function isWrittenByMachine(run) {
  return run.text.length > 2 * AT_LEAST && paceOf(run) <= 2 * MACHINE;
}

/* Letters enough, and no number that could be the greater part of a ticket's: some other code, an address for instance. */
function isForeign(text) {
  return (text.match(/[a-z]/gi)?.length ?? 0) >= AT_LEAST && !/\d{14}/.test(text);
}
