/* What people write, measured as the server does it (forum/lines.py): composed (NFC), nothing around it, counted in
   letters (code points). A field of one line has no other spaces than single ones, and nothing that turns the rest. */

const NOTHING = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{M}\p{DI}\p{NChar}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]*$/u;
const UNWANTED = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\ufff9-\ufffb]|(?!\s)\p{Cc}/gu;

/** Tells whether a reader would see anything of this text. */
export function canBeSeen(text) {
  return !NOTHING.test(text);
}

/** Returns what the server would keep of a field. */
export function written(field) {
  const text = field.value.normalize("NFC");
  if (field instanceof HTMLTextAreaElement) return text.trim();
  return text.replace(UNWANTED, "").replace(/\s+/g, " ").trim();
}

/** Returns how many letters there is still room for in a field with data-most; less than none is too long. */
export function room(field) {
  return Number(field.dataset.most) - [...written(field)].length;
}
