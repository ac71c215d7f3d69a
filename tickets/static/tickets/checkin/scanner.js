/* The one ear of the desk for everything that writes: hand scanners, which are keyboards, terminals that write into the
   field that has the focus, and hands that paste. It hears each key before any control does: what a scanner writes reaches
   none, whichever has the focus; and what it wrote into a field is taken out of it again.

   `catcher` is a field nobody sees. It has the focus whenever no other control needs it, for terminals that write only
   where there is a field. */
import { Burst } from "./burst.js";
import { codesIn } from "./codes.js";
import { characterOf, isCommand, isControlEnd, isSilent } from "./keys.js";

const WRITTEN_IN = "input:not([type=radio], [type=checkbox], [type=button], [type=submit], [type=file]), textarea, [contenteditable]";
const TOLD = 200; // milliseconds for which a key explains what comes into a field

export class Scanner {
  #burst;
  #tell;
  #catcher;
  #before = null;
  #values = new WeakMap();
  #swallowed = new Set();
  #toldAt = -Infinity;
  #numpad = "";

  /* `tell` = { found(text, {isSure, isTyped}), broken(), written(text) } */
  constructor({ tell, catcher, target = window }) {
    this.#tell = tell;
    this.#catcher = catcher;
    this.#burst = new Burst({
      tell: {
        found: (...code) => (this.#restore(), tell.found(...code)),
        broken: () => (this.#restore(), tell.broken()),
        written: (text) => (this.#put(catcher, ""), tell.written(text)),
      },
      isInField: () => Boolean(this.#before),
    });
    const hear = (name, handle) => target.addEventListener(name, handle, { capture: true });
    hear("keydown", (event) => this.#keydown(event));
    hear("keyup", (event) => this.#keyup(event));
    hear("beforeinput", (event) => this.#beforeInput(event));
    hear("input", (event) => this.#input(event));
    hear("compositionend", (event) => this.#input(event));
    hear("paste", (event) => this.#paste(event));
    hear("pointerdown", () => this.#burst.rest());
    hear("focusin", ({ target: field }) => this.#values.set(field, field.value ?? ""));
    hear("focusout", () => setTimeout(() => this.listen()));
    hear("click", (event) => event.detail && setTimeout(() => this.listen({ fromControl: true })));
    this.listen();
  }

  /* Give the focus to the unseen field where nothing else has it, or only a control that was tapped. */
  listen({ fromControl = false } = {}) {
    const { activeElement } = document;
    const isFree = !activeElement || activeElement === document.body || (fromControl && !fieldOf(activeElement));
    if (isFree && !document.hidden) this.#catcher.focus({ preventScroll: true });
  }

  /* What stands in a field was sent by hand: it is no run any more. */
  forget() {
    this.#burst.forget();
    this.#before = null;
  }

  #keydown(event) {
    this.#toldAt = -Infinity;
    if (typeof event.key !== "string" || isSilent(event)) return; // a browser that fills in a form says "keydown" too
    if (event.altKey && !event.ctrlKey && this.#byNumber(event)) return;
    if (isCommand(event)) {
      if (!this.#burst.isEmpty && isControlEnd(event) && this.#burst.end(event.timeStamp)) this.#swallow(event);
      return;
    }
    const character = characterOf(event);
    if (character === undefined) return;
    if (character === null) this.#ends(event);
    else this.#write(character, event);
  }

  /* Space presses what has the focus, unless a scanner writes it in the middle. */
  #write(character, event) {
    const field = this.#fieldOf(event.target);
    if (!field && (event.repeat || (character === " " && this.#burst.isEmpty))) return;
    if (!event.repeat) {
      this.#begin(event, field);
      this.#burst.add(character, event.timeStamp);
    }
    if (field) this.#toldAt = event.timeStamp;
    else this.#swallow(event);
  }

  #ends(event) {
    this.#toldAt = event.timeStamp;
    if (["Backspace", "Delete", "Escape"].includes(event.key)) this.#burst.forget();
    else if (this.#burst.end(event.timeStamp)) this.#swallow(event);
  }

  #keyup(event) {
    this.#toldAt = -Infinity;
    if (event.key === "Alt" && this.#numpad) this.#writeNumber(event);
    if (this.#swallowed.delete(event.code || event.key)) stop(event);
  }

  /* Scanners that must be right on every keyboard write Alt and the number of each character, as Windows takes them. */
  #byNumber(event) {
    const digit = /^Numpad([0-9])$/.exec(event.code)?.[1];
    if (digit) this.#numpad += digit;
    if (digit) this.#swallow(event);
    return Boolean(digit);
  }

  #writeNumber(event) {
    const number = Number(this.#numpad) % 256;
    this.#numpad = "";
    this.#toldAt = event.timeStamp;
    if (number < 32) return this.#burst.end(event.timeStamp);
    this.#begin(event, this.#fieldOf(event.target));
    this.#burst.add(String.fromCharCode(number), event.timeStamp);
  }

  #beforeInput(event) {
    const isEnd = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
    if (isEnd && event.timeStamp - this.#toldAt >= TOLD && this.#burst.end(event.timeStamp)) stop(event);
  }

  /* What a field holds now and did not before, where no key told what was written. */
  #input(event) {
    const { target, timeStamp } = event;
    if (!target.matches?.(WRITTEN_IN)) return;
    const former = this.#values.get(target) ?? "";
    const { value = "" } = target;
    this.#values.set(target, value);
    if (timeStamp - this.#toldAt < TOLD || value === former) return;
    if (!value.startsWith(former)) return this.#burst.forget();
    this.#begin(event, this.#fieldOf(target), former);
    for (const character of value.slice(former.length)) this.#burst.add(character, timeStamp);
  }

  #paste(event) {
    const text = event.clipboardData?.getData("text").trim() ?? "";
    const isWhole = codesIn(text).texts.length > 0;
    if (!text || (this.#fieldOf(event.target) && !isWhole)) return;
    stop(event);
    this.#tell.found(text, { isSure: true, isTyped: !isWhole });
  }

  /* Where a run begins, what a field held before. */
  #begin({ timeStamp }, field, value = field?.value) {
    this.#burst.settle(timeStamp);
    if ((this.#before?.field ?? null) !== field) this.#burst.forget();
    if (this.#burst.isEmpty) this.#before = field ? { field, value } : null;
  }

  #restore() {
    if (this.#before) this.#put(this.#before.field, this.#before.value);
    this.#put(this.#catcher, "");
    this.#before = null;
  }

  #put(field, value) {
    field.value = value;
    this.#values.set(field, value);
  }

  #fieldOf(element) {
    return element === this.#catcher ? null : fieldOf(element);
  }

  #swallow(event) {
    this.#swallowed.add(event.code || event.key);
    stop(event);
  }
}

function fieldOf(element) {
  return element?.closest?.(WRITTEN_IN) ?? null;
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
