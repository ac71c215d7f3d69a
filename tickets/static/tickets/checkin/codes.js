/* What a ticket's code looks like: 27 digits, the last one a check (Damm). Finds it among what a scanner puts around it. */

const LENGTH = 27;
const SYMBOLOGY = /\][A-Za-z][0-9A-Za-z]/g; // such as ]Q1, ISO/IEC 15424
const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];

/**
 * The codes in a text, as { texts, isSure }: several where several were scanned back to back. Not sure where the scanner
 * adds digits of its own, so that more than one part of them could be a code: then the text is what it scanned, and the
 * server knows which part a ticket has.
 */
export function codesIn(text) {
  const runs = text.replace(SYMBOLOGY, " ").match(/\d+/g)?.filter((run) => run.length >= LENGTH) ?? [];
  const clean = runs.flatMap((run) => parts(run));
  if (runs.length && clean.length && clean.every(isCode)) return { texts: clean, isSure: true };
  const perhaps = runs.filter((run) => windows(run).some(isCode));
  return { texts: perhaps, isSure: false };
}

function isCode(digits) {
  return digits.length === LENGTH && digits[0] === "1" && [...digits].reduce((sum, digit) => Number(DAMM[sum][digit]), 0) === 0;
}

function parts(run) {
  return run.match(new RegExp(`\\d{1,${LENGTH}}`, "g"));
}

function windows(run) {
  return Array.from({ length: run.length - LENGTH + 1 }, (_, start) => run.slice(start, start + LENGTH));
}
