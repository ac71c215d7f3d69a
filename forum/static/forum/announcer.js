/* Speaks to screen readers, politely and not too much: rounds first, chat as a count, counters never. */

const GAP = 1500;
const RANK = { round: 0, notice: 1, chat: 2 };

const region = document.querySelector("[data-announcer]");
let waiting = [];
let timer = null;

/**
 * Says a text once the voice is free.
 * kind: "round" goes first · "notice" in turn · "chat" is gathered into a number · "counter" is silent.
 */
export function announce(text, { kind = "notice" } = {}) {
  if (!region || !(kind in RANK)) return;
  waiting.push({ text, kind });
  timer ??= setTimeout(speak, kind === "round" ? 0 : GAP);
}

function speak() {
  const kind = waiting.reduce((best, { kind }) => (RANK[kind] < RANK[best] ? kind : best), "chat");
  region.textContent = kind === "chat" ? digest() : next(kind);
  timer = waiting.length ? setTimeout(speak, GAP) : setTimeout(rest, GAP);
}

function next(kind) {
  const index = waiting.findIndex((one) => one.kind === kind);
  return waiting.splice(index, 1)[0].text;
}

function digest() {
  const texts = waiting.map(({ text }) => text);
  waiting = [];
  if (texts.length === 1) return texts[0] || region.dataset.one;
  return region.dataset.many.replace("{count}", texts.length);
}

/* An emptied region lets the same sentence be heard again. */
function rest() {
  region.textContent = "";
  timer = waiting.length ? setTimeout(speak, 0) : null;
}
