/* Says of each session whether it runs, comes next or is over, as the server did when it drew the page. */
import { serverNow } from "../clock.js";

const LOOK_EVERY = 20_000;

/** Keeps the words right while the page is open; on a day that has not begun, or is over, there is nothing to say. */
export function keepNow(day) {
  if (!day) return;
  const slots = [...day.querySelectorAll(".slot")].map(read);
  show(slots);
  setInterval(() => show(slots), LOOK_EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || show(slots));
}

function read(element) {
  const [begins, ends] = [...element.querySelectorAll("time")].map((time) => Date.parse(time.dateTime));
  return { element, begins, ends, isOff: Boolean(element.querySelector(".is-cancelled")) };
}

function show(slots) {
  const now = serverNow();
  const hasBegun = slots.some(({ begins }) => begins <= now);
  const next = Math.min(...slots.filter(({ begins }) => begins > now).map(({ begins }) => begins));
  for (const { element, begins, ends, isOff } of slots) {
    element.classList.toggle("is-live", !isOff && begins <= now && now < ends);
    element.classList.toggle("is-over", ends <= now);
    element.classList.toggle("is-next", hasBegun && begins === next);
  }
}
