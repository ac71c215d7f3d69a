/* The thin bar that says the line is cut, or that it is over and what to do now. A live page knows better than the
   browser how its line is and says so itself. */
import { fill, toggle } from "./dom.js";

const bar = document.querySelector("[data-offline-bar]");
const PARTING = "madang-parting";
let isUp = () => true;

/** Lets a live page have the last word: `ask()` tells whether its line is up. */
export function answerForLine(ask) {
  isUp = ask;
}

/** Says that the line is over, with the `[data-ending]` template's sentence and button; `next()` hears it pressed. */
export function endConnection(template, next) {
  const { firstElementChild: said, lastElementChild: button } = template.content.cloneNode(true);
  setConnection("over", said.textContent);
  bar?.append(button);
  button.addEventListener("click", next);
}

/** Leaves for another page, which says there what is said here. */
export function leaveFor(address) {
  try {
    sessionStorage.setItem(PARTING, bar.querySelector("[data-slot=text]").textContent);
  } catch {
    // Where nothing can be kept the other page speaks for itself.
  }
  location.assign(address);
}

/** Shows how the line is: "online" hides the bar, "offline", "waiting" and "over" show it, with the caller's text. */
export function setConnection(state, text) {
  if (!bar) return;
  bar.dataset.state = state;
  bar.querySelector("[data-offer]")?.remove();
  fill(bar, { text: text ?? bar.dataset[state] ?? "" });
  toggle(bar, state !== "online");
}

/* What is over stays over, and a line that is down is not up because the browser has a network again. */
function browserSays(state) {
  if (bar?.dataset.state !== "over") setConnection(isUp() ? state : "offline");
}

/* What the page before had to say. */
function arrive() {
  try {
    const said = sessionStorage.getItem(PARTING);
    sessionStorage.removeItem(PARTING);
    if (said) setConnection("over", said);
  } catch {
    // Where nothing is kept nothing was said.
  }
}

addEventListener("offline", () => browserSays("offline"));
addEventListener("online", () => browserSays("online"));
if (!navigator.onLine) browserSays("offline");
arrive();
