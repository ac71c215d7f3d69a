/* Where a message is written. What would break the line sends it, with Shift it breaks the line: which keystroke that
   is while a syllable is still being composed (Korean, Japanese, Chinese) only the keyboard knows. */

import { measure } from "../../forum/counter.js";
import { written } from "../../forum/writing.js";

const TYPING_EVERY = 3_000;
const BREAKS = ["insertLineBreak", "insertParagraph"];

export class Composer {
  #form;
  #field;
  #draft;
  #typed = 0;
  #isShifted = false;
  #isComposing = false;
  #isAsked = false;

  /* `write(text)` takes a finished message, `typing()` hears now and then that one is on its way; `draft` keeps what
     was not sent yet. */
  constructor(form, { write, typing, draft }) {
    this.#form = form;
    this.#field = form.elements.text;
    this.#draft = draft;
    this.#field.value ||= draft.text;
    measure(this.#field);
    form.noValidate = true;
    form.addEventListener("submit", (event) => this.#submit(event, write));
    for (const kind of ["keydown", "keyup"]) {
      this.#field.addEventListener(kind, ({ shiftKey }) => (this.#isShifted = shiftKey));
    }
    this.#field.addEventListener("beforeinput", (event) => this.#break(event));
    this.#field.addEventListener("compositionstart", () => (this.#isComposing = true));
    this.#field.addEventListener("compositionend", () => this.#composed());
    this.#field.addEventListener("input", () => this.#input(typing));
  }

  set isOpen(isOpen) {
    this.#form.hidden = !isOpen;
    if (!isOpen) this.#draft.text = "";
  }

  /* Offer a sentence without taking away what was typed. */
  suggest(text) {
    this.#field.value = this.#field.value ? `${this.#field.value} ${text}` : text;
    this.#changed();
    this.#field.focus();
  }

  #submit(event, write) {
    event.preventDefault();
    const text = written(this.#field);
    if (text) write(text);
    this.#field.value = "";
    this.#typed = 0;
    this.#changed();
    this.#field.focus();
  }

  #break(event) {
    const { inputType, data } = event;
    const isBreak = BREAKS.includes(inputType) || (inputType === "insertText" && data === "\n");
    if (!isBreak || this.#isShifted) return;
    event.preventDefault();
    if (this.#isComposing) this.#isAsked = true;
    else this.#form.requestSubmit();
  }

  /* A message asked for within its last syllable is whole only now. */
  #composed() {
    this.#isComposing = false;
    if (!this.#isAsked) return;
    this.#isAsked = false;
    setTimeout(() => this.#form.requestSubmit());
  }

  #input(typing) {
    if (/^\n+$/.test(this.#field.value)) this.#field.value = ""; // a break that could not be prevented
    this.#draft.text = this.#field.value;
    if (!this.#field.value || Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    typing();
  }

  /* A script changes a field without a word; those who count and keep want one. */
  #changed() {
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
