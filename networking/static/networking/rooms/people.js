/* What the people of a room are called: those the snapshot tells, and any other on request. */

const GATHER = 50;
const AT_ONCE = 50;

export class People {
  #ask;
  #names = new Map();
  #wanted = new Map();
  #timer = 0;

  /* `ask(keys)` resolves to `[{key, name}]`, at most 50 at once. */
  constructor(ask) {
    this.#ask = ask;
  }

  know(members) {
    for (const { key, name } of members) this.#names.set(key, name);
  }

  /* The name as far as it is known by now, else nothing. */
  nameOf(key) {
    return this.#names.get(key) ?? "";
  }

  /* Resolves to the name, asked for with those of others; to nothing where it is not to be had. */
  find(key) {
    if (this.#names.has(key)) return Promise.resolve(this.#names.get(key));
    if (!this.#wanted.has(key)) this.#wanted.set(key, wanted());
    this.#timer ||= setTimeout(() => this.#gather(), GATHER);
    return this.#wanted.get(key).promise;
  }

  async #gather() {
    const asked = [...this.#wanted].slice(0, AT_ONCE);
    for (const [key] of asked) this.#wanted.delete(key);
    this.#timer = this.#wanted.size ? setTimeout(() => this.#gather(), GATHER) : 0;
    try {
      this.know(await this.#ask(asked.map(([key]) => key)));
    } catch {
      // without a line there is no name now; the message stands, and the next one asks again
    }
    for (const [key, { resolve }] of asked) resolve(this.nameOf(key));
  }
}

function wanted() {
  let resolve;
  const promise = new Promise((found) => (resolve = found));
  return { promise, resolve };
}
