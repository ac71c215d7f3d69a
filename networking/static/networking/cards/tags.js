/* Finds tags in a long list while one types; the list itself are checkboxes and needs no script. */

import { fill, toggle } from "../../forum/dom.js";

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s–_-]/g, "");

class TagField {
  #root;
  #most;
  #rest;

  constructor(root) {
    this.#root = root;
    this.#most = Number(root.dataset.tags);
    this.#rest = root.querySelector("[data-rest]");
    const search = root.querySelector("[data-search]");
    toggle(search.parentElement, true);
    search.addEventListener("input", () => this.#find(plain(search.value)));
    search.addEventListener("keydown", (event) => event.key === "Enter" && this.#take(event));
    root.addEventListener("change", () => this.#count());
    this.#count();
  }

  /* What is found shows itself; where nothing is sought, the rest folds up again. */
  #find(sought) {
    for (const label of this.#labels) toggle(label, plain(label.dataset.words).includes(sought));
    this.#rest.open = sought !== "";
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

/* A tap ticks its box below; saving is for the form. */
for (const taps of document.querySelectorAll("[data-taps]")) {
  toggle(taps, true);
  taps.addEventListener("click", ({ target }) => {
    const tap = target.closest("[data-tap]");
    if (!tap) return;
    const [field, tag] = tap.dataset.tap.split(":");
    const box = document.querySelector(`[name="${field}"][value="${CSS.escape(tag)}"]`);
    box.closest("[data-tags]").querySelector(".tag-list").append(box.parentElement);
    if (!box.checked) box.click();
    const next = tap.nextElementSibling ?? tap.previousElementSibling;
    tap.remove();
    (next ?? box).focus();
    toggle(taps, next);
  });
}
