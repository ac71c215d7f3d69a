/* Where this desk scans: one of the forum's checkpoints, remembered for a start without a line. A list of buttons and not
   a menu: while the browser shows a menu of its own, the page hears no scanner. */
import { clone, fill, toggle } from "../../forum/dom.js";

const ENTRANCE = "entrance";

export class Places {
  #api;
  #list;
  #store;
  #known = "";

  constructor({ api, list, store }) {
    this.#api = api;
    this.#list = list;
    this.#store = store;
    list.addEventListener("change", ({ target }) => this.#choose(target.value));
  }

  get chosen() {
    return this.#checked?.value ?? this.#store.get("chosen") ?? ENTRANCE;
  }

  async load() {
    const { checkpoints } = await this.#api.checkpoints();
    const { chosen } = this;
    this.#offer(checkpoints, chosen);
    this.#name();
    toggle(this.#list.closest("[data-place]"), checkpoints.length > 1);
  }

  #choose(key) {
    this.#store.set("chosen", key);
    this.#name();
    this.#list.closest("details").open = false;
  }

  get #checked() {
    return this.#list.querySelector("input:checked");
  }

  #name() {
    fill(this.#list.closest("[data-place]"), { place: this.#checked?.parentElement.textContent.trim() ?? "" });
  }

  /* The same places again leave the list alone: somebody may be choosing from it. */
  #offer(checkpoints, chosen) {
    const { lang } = document.documentElement;
    const places = checkpoints.map((each) => [each.key, each[`name_${lang}`] || each.name_ko]);
    const known = JSON.stringify(places);
    if (known === this.#known) return;
    this.#known = known;
    this.#list.replaceChildren(...places.map(([key, name]) => choice("place", key, name, key === chosen)));
  }
}

/** One button of a list of which one is chosen. */
export function choice(group, value, name, isChosen) {
  const label = fill(clone("choice"), { name });
  const input = label.querySelector("input");
  Object.assign(input, { name: group, value, checked: isChosen });
  return label;
}
