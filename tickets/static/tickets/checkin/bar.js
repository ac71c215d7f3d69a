/* The thin bar: whether the line is up, what waits, when the server was last heard, how many are inside. */
import { fill, toggle } from "../../forum/dom.js";
import { asTexts } from "./door.js";

export class Bar {
  #element;
  #clock;
  #isClosed = false;

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
    if (this.#isClosed) return;
    this.#say(isUp ? "up" : "down");
    if (isUp) fill(this.#element, { synced: this.#clock.format(new Date()) });
  }

  /* The numbers stand still while the live line is away, however well scans go. */
  live(isLive) {
    toggle(this.#element.querySelector("[data-stale]"), !isLive);
  }

  /* Says that the live line is over, by the `[data-ending]` template of this name, with a button for the next step. */
  over(name, next) {
    this.#element.querySelector("[data-over]")?.remove();
    if (!name) return;
    this.line(false);
    const over = document.createElement("span");
    over.dataset.over = name;
    over.className = "desk-over";
    over.append(...document.querySelector(`[data-ending="${name}"]`).content.cloneNode(true).children);
    over.querySelector("button").addEventListener("click", next);
    this.#element.append(over);
  }

  /* A desk that is closed is neither online nor offline. */
  close() {
    this.#isClosed = true;
    this.#say("closed");
  }

  waiting(number) {
    this.#element.dataset.waiting = number;
    fill(this.#element, { waiting: String(number) });
  }

  /* Guests who must be looked for; their list may be out of sight. */
  conflicts(number) {
    toggle(this.#element.querySelector("[data-look]"), number > 0);
    fill(this.#element, { conflicts: String(number) });
  }

  count(counts) {
    fill(this.#element, asTexts(counts));
    this.line(true);
  }

  #say(line) {
    this.#element.dataset.line = line;
    fill(this.#element, { line: this.#element.dataset[line] });
  }
}
