/* Faces of people who appear while the page is open; the same rules as forum/templatetags/look.py. */
import { fill } from "./dom.js";

const HUES = 6;
const HANGUL = /^[\uac00-\ud7a3]+$/;
const NO_LETTER = /\P{L}+/gu;
const NO_DIGIT = /\P{Nd}+/gu;

/** Returns the given name in Hangul, else first and last initial; digits count where there is no letter. */
export function initials(name) {
  const letters = wordsOf(name, NO_LETTER);
  const words = letters.length ? letters : wordsOf(name, NO_DIGIT);
  if (!words.length) return "";
  if (HANGUL.test(words.join(""))) return words.join("").slice(-2);
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : ""];
  return ([...first][0] + ([...last][0] ?? "")).toUpperCase();
}

function wordsOf(name, dropped) {
  return name.split(/\s+/).map((word) => word.replace(dropped, "")).filter(Boolean);
}

/** Returns the class of a colour that stays with this key. */
export function hue(key) {
  const sum = [...key].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return `hue-${(sum % HUES) + 1}`;
}

/** Fills a clone of components/_person.html. */
export function fillPerson(root, { key, name, organization = "", ...texts }) {
  const face = root.querySelector("[data-face]");
  face.classList.remove(...[...face.classList].filter((one) => one.startsWith("hue-")));
  face.classList.add(hue(key));
  return fill(root, { initials: initials(name), name, organization, ...texts });
}
