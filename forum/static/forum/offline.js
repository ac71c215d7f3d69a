/* The thin bar that says the line is cut. A live page knows better than the browser and says so itself. */
import { fill, toggle } from "./dom.js";

const bar = document.querySelector("[data-offline-bar]");

/** Shows how the line is: "online" hides the bar, "offline" and "waiting" show it, with the caller's text. */
export function setConnection(state, text) {
  if (!bar) return;
  bar.dataset.state = state;
  fill(bar, { text: text ?? bar.dataset[state] ?? "" });
  toggle(bar, state !== "online");
}

addEventListener("offline", () => setConnection("offline"));
addEventListener("online", () => setConnection("online"));
if (!navigator.onLine) setConnection("offline");
