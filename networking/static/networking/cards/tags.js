/* Finds tags in a long list while one types; the list itself are checkboxes and needs no script. */

import { fill, toggle } from "../../forum/dom.js";

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s–_-]/g, "");

class TagField {
  #root;
  #most;

  constructor(root) {
    this.#root = root;
    this.#most = Number(root.dataset.most);
    const search = root.querySelector("[data-search]");
    toggle(search.parentElement, true);
    search.addEventListener("input", () => this.#find(plain(search.value)));
    search.addEventListener("keydown", (event) => event.key === "Enter" && this.#take(event));
    root.addEventListener("change", () => this.#count());
    this.#count();
  }

  #find(sought) {
    for (const label of this.#labels) toggle(label, plain(label.dataset.words).includes(sought));
    toggle(this.#root.querySelector("[data-none]"), this.#labels.every((label) => label.hidden));
  }

  /* Enter in the search takes the first hit instead of sending the form. */
  #take(event) {
    if (event.isComposing) return;
    event.preventDefault();
    const first = this.#labels.find((label) => !label.hidden && !label.control.disabled);
    if (event.target.value && first) first.control.click();
  }

  #count() {
    const chosen = this.#labels.filter((label) => label.control.checked).length;
    for (const { control } of this.#labels) control.disabled = chosen >= this.#most && !control.checked;
    fill(this.#root, { chosen: `· ${chosen}/${this.#most}` });
  }

  get #labels() {
    return [...this.#root.querySelectorAll("label[data-words]")];
  }
}

for (const root of document.querySelectorAll("[data-tags]")) new TagField(root);
