/* Where a tab keeps what must survive its reload. Where the browser keeps nothing (storage full, or forbidden) it is
   kept for as long as the page is there: what somebody sends goes out all the same. */

export function tabStore() {
  return new TabStore(kept(() => sessionStorage) ?? null);
}

class TabStore {
  #store;
  #here = new Map();

  constructor(store) {
    this.#store = store;
  }

  getItem(name) {
    return this.#here.get(name) ?? kept(() => this.#store.getItem(name)) ?? null;
  }

  setItem(name, text) {
    this.#here.set(name, text);
    kept(() => this.#store.setItem(name, text));
  }
}

/* The answer of the browser's storage; nothing where it throws. */
function kept(ask) {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
