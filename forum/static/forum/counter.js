/* Fields with data-most say how much room is left when it gets narrow, and how much too long they are. All that was
   typed or pasted stays; a form is not sent while something in it is too long or cannot be seen. */

import { announce } from "./announcer.js";
import { clone, fill } from "./dom.js";
import { canBeSeen, room, written } from "./writing.js";

const NARROW = 0.1;
const notes = new WeakMap();

/** Says how a field stands; returns whether it can be sent. */
export function measure(field) {
  const left = room(field);
  const isUnseen = field.value.trim() !== "" && !canBeSeen(written(field));
  const isNarrow = left <= Number(field.dataset.most) * NARROW;
  if (!notes.has(field) && !isNarrow && !isUnseen) return true;
  const note = noteOf(field);
  const { left: some, over, unseen } = note.dataset;
  const text = isUnseen ? unseen : left < 0 ? over.replace("{n}", -left) : isNarrow ? some.replace("{n}", left) : "";
  fill(note, { count: text });
  const isWrong = isUnseen || left < 0;
  note.classList.toggle("is-wrong", isWrong);
  if (isWrong) field.ariaInvalid = "true";
  else field.removeAttribute("aria-invalid");
  return !isWrong;
}

function noteOf(field) {
  if (!notes.has(field)) {
    const note = clone("count");
    note.id = `count-${Math.random().toString(36).slice(2)}`;
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), note.id].filter(Boolean).join(" "));
    field.after(note);
    notes.set(field, note);
  }
  return notes.get(field);
}

addEventListener("input", ({ target }) => target.dataset?.most && measure(target));

/* Stands before everything else that hears of a form being sent. */
addEventListener("submit", (event) => {
  const fields = [...event.target.elements].filter((field) => field.dataset.most);
  const wrong = fields.filter((field) => !measure(field));
  if (!wrong.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wrong[0].focus();
  announce(noteOf(wrong[0]).textContent);
}, { capture: true });
