/* What a desk does when its live line ends for good: it goes on scanning, for scans have a way of their own. Whether the
   device is a desk at all is asked at that way's door; where it is, the line is tried again, or its next step offered. */
import { ENDINGS } from "../../forum/live/published.js";
import { pause } from "../../forum/live/socket.js";

/* Pages other than the desk's have these; here a hand or the server has to decide. */
const NEXT = { "go-on": (client) => client.start(), reload: () => location.reload() };

export class Ending {
  #client;
  #bar;
  #ask;
  #timer = 0;
  #times = 0;

  /* `ask()` asks the server whether this device is a desk; where it is none, the desk closes. */
  constructor({ client, bar, ask }) {
    this.#client = client;
    this.#bar = bar;
    this.#ask = ask;
  }

  take(code) {
    const { name, offers } = ENDINGS[code];
    this.#ask();
    if (NEXT[offers]) return this.#bar.over(name, () => NEXT[offers](this.#client));
    this.#bar.line(false);
    this.#timer = setTimeout(() => this.#client.start(), pause(++this.#times));
  }

  /* The line is back, or nobody needs it any more. */
  settle() {
    clearTimeout(this.#timer);
    this.#times = 0;
    this.#bar.over(null);
  }
}
