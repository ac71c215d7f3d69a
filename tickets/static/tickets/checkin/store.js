/* What this device keeps for a while: in the page, and in the browser's storage where that is to be had. A browser that
   keeps nothing, or no more, loses nothing but what a reload forgets. */

/** The storage of the browser, null where it is not to be had. */
export function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Calls `act` and returns what it does, or `otherwise` if it throws: storages are full, locked or gone at any time. */
export function attempt(act, otherwise = null) {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

export class Store {
  #prefix;
  #storage;
  #here = new Map();

  constructor(prefix, kept = storage()) {
    this.#prefix = prefix;
    this.#storage = kept;
  }

  /* Tells whether it is kept beyond this page. */
  set(name, value) {
    const isKept = attempt(() => (this.#storage.setItem(this.#prefix + name, JSON.stringify(value)), true), false);
    this.#here.set(name, { value, isKept });
    return isKept;
  }

  remove(name) {
    this.#here.delete(name);
    attempt(() => this.#storage.removeItem(this.#prefix + name));
  }

  get(name) {
    return this.all().get(name);
  }

  isKept(name) {
    return this.#here.get(name)?.isKept ?? this.all().has(name);
  }

  /* All that is kept, by name: other pages of this device may have added to it, or taken from it. */
  all() {
    const found = new Map(attempt(() => this.#read(), []));
    for (const [name, { value, isKept }] of this.#here) if (!isKept) found.set(name, value);
    return found;
  }

  #read() {
    const names = Object.keys(this.#storage).filter((name) => name.startsWith(this.#prefix));
    const read = (name) => attempt(() => JSON.parse(this.#storage.getItem(name)));
    return names.map((name) => [name.slice(this.#prefix.length), read(name)]).filter(([, value]) => value);
  }
}
