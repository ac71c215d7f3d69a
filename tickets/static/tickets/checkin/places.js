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
    const { chosen } = this;
    const { checkpoints } = await this.#api.checkpoints();
    const { lang } = document.documentElement;
    const options = checkpoints.map((each) => new Option(each[`name_${lang}`] || each.name_ko, each.key));
    this.#select.replaceChildren(...options);
    if (checkpoints.some(({ key }) => key === chosen)) this.#select.value = chosen;
    this.#select.closest("label").hidden = checkpoints.length < 2;
  }
}
