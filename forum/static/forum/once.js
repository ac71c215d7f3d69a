/* A form is sent once, however often its button is pressed, and is free again when that came to nothing: stopped by
   hand, failed, or answered by something that is no page. What another script or htmx sends has been prevented by the
   time a submission arrives here, and a question (GET) may be asked again. */

import { forgetRefusal, refuse } from "./refusal.js";

/* Nothing tells of an answer that is no page, and not every browser of a navigation that was stopped. */
const FREE_AFTER = 10_000;

const underway = new Map();

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const method = submitter?.formMethod || form.method;
  if (event.defaultPrevented || method !== "post") return;
  if (underway.has(form)) return event.preventDefault();
  if (!navigator.onLine) return stay(event);
  forgetRefusal();
  submitter?.setAttribute("aria-busy", "true");
  underway.set(form, { submitter, timer: setTimeout(free, FREE_AFTER) });
});

/* Without a line the browser would put a page of its own in the place of what was typed. */
function stay(event) {
  event.preventDefault();
  refuse({ code: "offline" });
}

function free() {
  for (const { submitter, timer } of underway.values()) {
    submitter?.removeAttribute("aria-busy");
    clearTimeout(timer);
  }
  underway.clear();
}

/* Whoever comes back to the page as they left it may send its forms again. */
addEventListener("pageshow", free);
window.navigation?.addEventListener("navigateerror", free);
