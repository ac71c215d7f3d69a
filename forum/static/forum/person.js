/* Faces of people who appear while the page is open; the same rules as forum/templatetags/look.py. */
import { fill } from "./dom.js";

const HUES = 6;
const LONGEST_KOREAN_NAME = 4;
const HANGUL = /^[\uac00-\ud7a3]+$/;
const HAS_HANGUL = /[\uac00-\ud7a3]/;
const NO_LETTER = /\P{L}+/gu;
const NO_DIGIT = /\P{Nd}+/gu;

/** Returns the first syllables or letters of the first and the last part of a name; of a Korean one in one part the
    given name. Digits count where there is no letter. */
export function initials(name) {
  const letters = wordsOf(name, NO_LETTER);
  const words = letters.length ? letters : wordsOf(name, NO_DIGIT);
  if (!words.length) return "";
  if (words.length === 1 && HANGUL.test(words[0])) {
    return words[0].length <= LONGEST_KOREAN_NAME ? words[0].slice(-2) : words[0].slice(0, 2);
  }
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : ""];
  return ([...first][0] + ([...last][0] ?? "")).toUpperCase();
}

/** Returns of a name in two scripts the one that the reader of the page reads. */
export function readable(name, other = "") {
  const isKorean = document.documentElement.lang === "ko";
  return [name, other].find((one) => one && HAS_HANGUL.test(one) === isKorean) ?? name;
}

function wordsOf(name, dropped) {
  return name.split(/\s+/).map((word) => word.replace(dropped, "")).filter(Boolean);
}

/** Returns the class of a colour that stays with this key. */
export function hue(key) {
  const sum = [...key].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return `hue-${(sum % HUES) + 1}`;
}

/* The name that stands second is not of the page's language. */
function setLanguage(slot) {
  if (slot) slot.lang = document.documentElement.lang === "ko" ? "en" : "ko";
}

/** Fills a clone of components/_person.html: of two names the one comes first that the reader reads. */
export function fillPerson(root, { key, name, name_other: other = "", organization = "", ...texts }) {
  const face = root.querySelector("[data-face]");
  face.classList.remove(...[...face.classList].filter((one) => one.startsWith("hue-")));
  face.classList.add(hue(key));
  const read = readable(name, other);
  const isSwapped = read !== name;
  const beside = other === name ? "" : isSwapped ? name : other;
  if (isSwapped) setLanguage(root.querySelector("[data-slot=name_other]"));
  return fill(root, { initials: initials(read), name: read, name_other: beside, organization, ...texts });
}
