/* Guests who were let in unconfirmed and should not be inside. The server keeps them for every desk, this device the ones
   of its own, so that a reload without a line forgets none; without names, which are looked up. */

export class Conflicts {
  #store;
  #seen;
  #heard = [];

  /* `seen(key)` tells the server; it rejects where there is no line. */
  constructor({ store, seen }) {
    this.#store = store;
    this.#seen = seen;
  }

  add({ attendee, ...entry }) {
    this.#store.set(entry.key, entry);
    if (!entry.isOurs) this.#heard = [{ ...entry, attendee }, ...this.#heard.filter(({ key }) => key !== entry.key)];
  }

  /* What the server has: whatever else it knew of was seen to, at this desk or at another. */
  heard(conflicts) {
    this.#heard = conflicts;
    const open = new Set(conflicts.map(({ key }) => key));
    for (const [key, { isOurs }] of this.#store.all()) if (!isOurs && !open.has(key)) this.#store.remove(key);
  }

  all() {
    const known = new Set(this.#heard.map(({ key }) => key));
    const own = [...this.#store.all().values()].filter(({ key }) => !known.has(key));
    return [...this.#heard, ...own];
  }

  /* Somebody has seen it. It stays where the server could not be told. */
  async look(key) {
    const isOurs = this.#store.get(key)?.isOurs;
    const isTold = isOurs || (await this.#seen(key).then(() => true, () => false));
    if (!isTold) return;
    this.#store.remove(key);
    this.#heard = this.#heard.filter((entry) => entry.key !== key);
  }
}
