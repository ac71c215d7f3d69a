/* A scanner that types. Digits are read by the key pressed, not by the letter it makes: with the Hangul input state
   on, letters get lost and `key` says "Process". Ends with Enter or Tab, or after 80 ms of silence. */

const SILENCE = 80;
const SHORTEST = 20;
const FIELDS = "input:not([type=radio]), textarea";
const DIGIT = /^(?:Digit|Numpad)([0-9])$/;

/** Calls `found(text)` for a run of digits typed faster than a hand could, wherever the focus is but in a field. */
export function listenForScanner(found, target = document) {
  let digits = "";
  let timer = 0;

  const end = () => {
    clearTimeout(timer);
    const read = digits;
    digits = "";
    if (read.length >= SHORTEST) found(read);
    return read.length >= SHORTEST;
  };

  target.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.(FIELDS)) return;
    if (["Enter", "NumpadEnter", "Tab"].includes(event.code)) {
      if (end()) event.preventDefault();
      return;
    }
    const digit = DIGIT.exec(event.code)?.[1];
    if (!digit) return;
    digits += digit;
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE);
  });
}
