/* What a key writes. Digits and letters are told by the key that was pressed, for with the Hangul input state on `key` is
   "Process" or a jamo; by `key` where a device names no key, as Android's scanners do; by `keyCode` where it names neither. */

const DIGIT = /^(?:Digit|Numpad)([0-9])$/;
const LETTER = /^Key([A-Z])$/;
const SIGNS = { BracketLeft: "[", BracketRight: "]", Slash: "/", Period: ".", Minus: "-", Equal: "=", Semicolon: ";", Space: " " };
const SILENT = /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|ScrollLock|Fn|FnLock|Dead|Hangul|Hanja|Lang[0-9]|.*Mode|Junja|.*Convert|Convert)/;

/** The one character a key writes; null for a key that writes none, undefined where the browser does not say. */
export function characterOf(event) {
  const digit = DIGIT.exec(event.code)?.[1];
  if (digit) return digit;
  if (/^[ -~]$/.test(event.key)) return event.key;
  const letter = LETTER.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  if (event.code in SIGNS && (event.key === "Process" || event.key === "Unidentified")) return SIGNS[event.code];
  const wide = event.key.length === 1 ? event.key.normalize("NFKC") : "";
  if (wide.length === 1) return wide;
  return event.key === "Unidentified" || event.key === "Process" ? byKeyCode(event.keyCode) : null;
}

/** Tells whether a key only changes what others write. */
export function isSilent({ key, code }) {
  return SILENT.test(key) || (key !== "Process" && SILENT.test(code));
}

/** Tells whether keys held with this one make it a command and not a character; AltGr writes. */
export function isCommand(event) {
  return event.metaKey || (event.ctrlKey !== event.altKey && !event.getModifierState?.("AltGraph"));
}

/* Control characters that scanners send for the end of a code: Ctrl+M, Ctrl+J, Ctrl+I are Enter, line feed and Tab. */
export function isControlEnd({ ctrlKey, code }) {
  return ctrlKey && ["KeyM", "KeyJ", "KeyI"].includes(code);
}

function byKeyCode(keyCode) {
  if (keyCode >= 48 && keyCode <= 57) return String(keyCode - 48);
  if (keyCode >= 96 && keyCode <= 105) return String(keyCode - 96);
  return keyCode === 13 || keyCode === 9 ? null : undefined;
}
