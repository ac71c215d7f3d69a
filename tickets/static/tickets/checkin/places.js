/* Where this desk scans: one of the forum's checkpoints, remembered for a start without a line. */

const ENTRANCE = "entrance";

export class Places {
  #api;
  #select;
  #name;

  constructor({ api, forum, select }) {
    this.#api = api;
    this.#select = select;
    this.#name = `madang-place:${forum}`;
    select.addEventListener("change", () => localStorage.setItem(this.#name, select.value));
  }

  get chosen() {
    return this.#select.value || localStorage.getItem(this.#name) || ENTRANCE;
  }

  async load() {
    const { checkpoints } = await this.#api.checkpoints();
    const { chosen } = this;
    this.#offer(checkpoints);
    if (checkpoints.some(({ key }) => key === chosen)) this.#select.value = chosen;
    this.#select.closest("label").hidden = checkpoints.length < 2;
  }

  /* The same places again leave the list alone: somebody may be choosing from it. */
  #offer(checkpoints) {
    const { lang } = document.documentElement;
    const options = checkpoints.map((each) => new Option(each[`name_${lang}`] || each.name_ko, each.key));
    const isKnown = (option, index) => this.#select.options[index]?.isEqualNode(option);
    if (options.length === this.#select.length && options.every(isKnown)) return;
    this.#select.replaceChildren(...options);
  }
}
