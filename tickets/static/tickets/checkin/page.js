/* The desk's one page: its parts and its views. */
import { toggle } from "../../forum/dom.js";

export const page = document.querySelector("[data-desk]");

/** The one element of the page marked `data-<name>`. */
export const part = (name) => page.querySelector(`[data-${name}]`);

/** Shows one view of the page and hides the others. */
export function show(view) {
  page.querySelectorAll("[data-view]").forEach((each) => toggle(each, each.dataset.view === view));
}
