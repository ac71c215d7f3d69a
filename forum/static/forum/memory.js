/* What this browser remembers. It may refuse to, or be full: then nothing is remembered, and the page goes on. */

/** Returns what is remembered under a name, or null. */
export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remembers a text under a name; null forgets it. */
export function remember(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    /* it is not remembered */
  }
}

/** Returns the names under which something is remembered. */
export function remembered() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
