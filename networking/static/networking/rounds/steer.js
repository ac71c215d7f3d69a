/* The hosts' page: each mixer with its phase, its numbers, and the buttons its phase allows. */

import { serverNow } from "../../forum/clock.js";
import { announce } from "../../forum/announcer.js";
import { watch } from "../../forum/countdown.js";
import { fill, toggle } from "../../forum/dom.js";
import "../../forum/live/forms.js";
import { client } from "../../forum/live/page.js";

class Steering {
  #root;
  #rev = -1;
  #ready;

  constructor(root) {
    this.#root = root;
    client.join(`mixer:${root.dataset.mixer}`, {
      snapshot: (now) => {
        this.#turn(now);
        this.#count(now.counts);
      },
      event: ({ k, d }) => {
        if (k === "mixer.phase" && this.#turn(d)) announce(this.#phrase(d.phase), { kind: "round" });
      },
      state: ({ d }) => this.#count(d),
    });
    // Asked for at the press: time passes without a word of the server's.
    root.addEventListener("click", () => this.#askFirst(), { capture: true });
  }

  /* False for what is older than what is shown. */
  #turn({ rev, phase, round, ends_at }) {
    if (rev < this.#rev) return false;
    this.#rev = rev;
    for (const field of this.#root.querySelectorAll("[name=rev]")) field.value = rev;
    for (const form of this.#root.querySelectorAll("[data-in]")) {
      toggle(form, form.dataset.in.split(" ").includes(phase));
    }
    const clock = this.#root.querySelector("[data-clock]");
    clock.dataset.endsAt = ends_at ?? "";
    toggle(clock, ends_at);
    watch();
    fill(this.#root, { phase: this.#phrase(phase), round });
    this.#root.classList.toggle("is-live", phase === "round");
    return true;
  }

  #count({ ready, talking, waiting }) {
    fill(this.#root, { ready, talking, waiting });
    this.#ready = ready;
    this.#askFirst();
  }

  /* What a step asks before it acts: whether it is meant so late, or with nobody ready. */
  #askFirst() {
    for (const { dataset } of this.#root.querySelectorAll("[data-alone]")) {
      const isLate = Date.parse(dataset.until) <= serverNow();
      const question = isLate ? dataset.late : this.#ready === 0 ? dataset.alone : "";
      if (question) dataset.confirm = question;
      else delete dataset.confirm;
    }
  }

  #phrase(phase) {
    return this.#root.querySelector("[data-phases]").dataset[phase];
  }
}

for (const root of document.querySelectorAll("[data-mixer]")) new Steering(root);
client.start();
