/* Time left, by the server's clock: mm:ss in [data-countdown], a closing ring in [data-ring]. */
import { serverNow, setServerOffset as set } from "./clock.js";

const LAST_SECONDS = 60;

let timer = null;
const ended = new WeakMap();

/** Tells how far the server's clock is ahead of this one, in milliseconds, and shows it at once. */
export function setServerOffset(milliseconds) {
  set(milliseconds);
  tick();
}

/** Starts the clock, or draws it anew at once; it stops when no [data-ends-at] is left. */
export function watch() {
  clearTimeout(timer);
  timer = setTimeout(tick, 0);
}

function tick() {
  clearTimeout(timer);
  timer = null;
  const elements = document.querySelectorAll("[data-ends-at]");
  for (const element of elements) draw(element);
  if (elements.length) timer = setTimeout(tick, 1000 - (serverNow() % 1000));
}

function draw(element) {
  const { endsAt, seconds } = element.dataset;
  const end = Date.parse(endsAt);
  if (Number.isNaN(end)) return;
  const left = Math.max(0, Math.ceil((end - serverNow()) / 1000));
  const digits = element.querySelector("[data-countdown]") ?? element;
  digits.textContent = clock(left);
  element.classList.toggle("is-last", left <= LAST_SECONDS);
  const fraction = seconds ? Math.min(1, left / seconds) : 1;
  element.querySelector("[data-ring]")?.setAttribute("stroke-dashoffset", 1 - fraction);
  if (left === 0 && ended.get(element) !== endsAt) finish(element, endsAt);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/* Once for each end: a moved end counts anew. */
function finish(element, endsAt) {
  ended.set(element, endsAt);
  element.dispatchEvent(new CustomEvent("countdown:end", { bubbles: true }));
}
