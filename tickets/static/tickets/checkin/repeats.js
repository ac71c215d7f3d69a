/* A code held before the camera is seen many times a second and means one scan; so does a scanner that reads twice. */

const IGNORED_FOR = 5_000;
const OUT_OF_SIGHT = 1_200;

export class Repeats {
  #seen = new Map();
  #now;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /* Tells whether this was seen within the last five seconds, and whether it was out of sight meanwhile: then somebody
     shows it again and waits for an answer. A code that stays in view goes on counting as seen. */
  see(text) {
    const now = this.#now();
    const last = this.#seen.get(text);
    this.#seen.set(text, now);
    for (const [other, at] of this.#seen) if (now - at > IGNORED_FOR) this.#seen.delete(other);
    const isRepeat = last !== undefined && now - last <= IGNORED_FOR;
    return { isRepeat, isShownAgain: isRepeat && now - last > OUT_OF_SIGHT };
  }
}
