/* A code held before the camera is seen many times a second and means one scan. */

const IGNORED_FOR = 5_000;

export class Repeats {
  #seen = new Map();
  #now;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /* Tells whether this was seen within the last five seconds; a code that stays in view goes on counting as seen. */
  isRepeat(text) {
    const now = this.#now();
    const last = this.#seen.get(text);
    this.#seen.set(text, now);
    for (const [other, at] of this.#seen) if (now - at > IGNORED_FOR) this.#seen.delete(other);
    return last !== undefined && now - last <= IGNORED_FOR;
  }
}
