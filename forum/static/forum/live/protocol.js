/* What both sides of the live line share beyond names: how a no is told, and letters for ids. */

import { ENDINGS } from "./published.js";

/* The close code of the ending with this name. */
export function codeOf(name) {
  return Number(Object.keys(ENDINGS).find((code) => ENDINGS[code].name === name));
}

/* A no from the server, or (codes "offline" and "timeout", made here) no answer at all. */
export class LiveError extends Error {
  constructor({ code, reason = null, text = "", retry = null, field = null }) {
    super(text || code);
    Object.assign(this, { code, reason, text, retry, field });
  }
}

/* Random letters for tabs and messages; `crypto.randomUUID` is missing on plain http. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
