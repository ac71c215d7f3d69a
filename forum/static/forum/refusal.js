/* Why something was not done, said at the foot of the screen: the server's sentence, or the page's own for a `code`. */

import { fill, toggle } from "./dom.js";

const notice = document.querySelector("[data-refusal]");

/** Says `text`, or what stands for `code` ("rate.limited", "busy", "timeout", "offline"), or that it did not work. */
export function refuse({ text = "", code = "" } = {}) {
  if (!notice) return;
  const { failed, busy, slow, late } = notice.dataset;
  const sentences = { "rate.limited": slow, busy, timeout: late, offline: late };
  fill(notice, { text: text || sentences[code] || failed });
  toggle(notice, true);
}

/** Takes it back: something new is tried. */
export function forgetRefusal() {
  toggle(notice, false);
}
