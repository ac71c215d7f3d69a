/* The thin bar: whether the line is up, what waits, when the server was last heard, how many are inside. */
import { fill } from "../../forum/dom.js";

export class Bar {
  #element;
  #clock;
  #counts = null;

  constructor(element) {
    this.#element = element;
    const digits = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
    const options = { ...digits, hourCycle: "h23", timeZone: element.dataset.zone };
    this.#clock = new Intl.DateTimeFormat(document.documentElement.lang, options);
  }

  named(text) {
    fill(this.#element, { desk: text });
  }

  line(isUp) {
    this.#element.dataset.line = isUp ? "up" : "down";
    fill(this.#element, { line: isUp ? this.#element.dataset.up : this.#element.dataset.down });
    if (isUp) fill(this.#element, { synced: this.#clock.format(new Date()) });
  }

  waiting(number) {
    this.#element.dataset.waiting = number;
    fill(this.#element, { waiting: String(number) });
  }

  arrival({ k, d }) {
    this.count(after(this.#counts, k, d));
  }

  count(counts) {
    this.#counts = counts;
    const texts = Object.entries(counts).map(([name, number]) => [name, number.toLocaleString(document.documentElement.lang)]);
    fill(this.#element, Object.fromEntries(texts));
    this.line(true);
  }
}

/** The numbers of the door after one more event. */
export function after({ registered, arrived, inside }, kind, { first } = {}) {
  switch (kind) {
    case "arrivals.registered": return { registered: registered + 1, arrived, inside };
    case "arrivals.withdrawn": return { registered: registered - 1, arrived, inside };
    case "arrivals.in": return { registered, arrived: arrived + (first ? 1 : 0), inside: inside + 1 };
    case "arrivals.out": return { registered, arrived, inside: inside - 1 };
    default: return { registered, arrived, inside };
  }
}
