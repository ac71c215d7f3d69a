/* Where a message is written. Enter sends, Shift+Enter breaks the line; while a syllable is still being
   composed (Korean, Japanese, Chinese) Enter belongs to the keyboard. */

const TYPING_EVERY = 3_000;
const LONGEST = 2_000;
const COMPOSING = 229;

export class Composer {
  #form;
  #field;
  #typed = 0;

  /* `write(text)` takes a finished message, `typing()` hears now and then that one is on its way. */
  constructor(form, { write, typing }) {
    this.#form = form;
    this.#field = form.elements.text;
    form.addEventListener("submit", (event) => this.#submit(event, write));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#input(typing));
  }

  set isOpen(isOpen) {
    this.#form.hidden = !isOpen;
  }

  /* Offer a sentence without taking away what was typed. */
  suggest(text) {
    this.#field.value = this.#field.value ? `${this.#field.value} ${text}` : text;
    this.#field.focus();
  }

  #submit(event, write) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text || [...text].length > LONGEST) return this.#field.focus();
    write(text);
    this.#field.value = "";
    this.#typed = 0;
    this.#field.focus();
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === COMPOSING) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #input(typing) {
    if (!this.#field.value || Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    typing();
  }
}
