/* What somebody writes and has not sent: kept in this browser, through a reload and a walk elsewhere, until it is
   sent, a week has passed, they sign out or are forgotten, or somebody else signs in. */

import { recall, remember, remembered } from "./memory.js";

const MARK = "draft:";
const WEEK = 7 * 24 * 60 * 60 * 1000;

export class Draft {
  #name;

  /* `owner` is the writer's key; `about` is where it would be sent, such as a room's topic. */
  constructor(owner, about) {
    this.#name = `${MARK}${owner}:${about}`;
  }

  get text() {
    return read(this.#name).text ?? "";
  }

  /* An empty text leaves nothing behind. */
  set text(text) {
    if (text) remember(this.#name, JSON.stringify({ text, at: Date.now() }));
    else drop(this.#name);
  }
}

/** Forgets every draft: nobody is signed in here any more. */
export function forgetDrafts() {
  for (const name of names()) drop(name);
}

/** Forgets what others wrote in this browser, and what is old. */
export function tidyDrafts(owner) {
  for (const name of names()) {
    const isOld = Date.now() - (read(name).at ?? 0) > WEEK;
    if (isOld || !name.startsWith(`${MARK}${owner}:`)) drop(name);
  }
}

/** Keeps the fields with data-draft within `root`: what was written comes back where the server knows nothing newer,
    until the live line has taken it. */
export function keepDrafts(root, owner) {
  for (const field of root.querySelectorAll("[data-draft]")) {
    const draft = new Draft(owner, field.dataset.draft);
    const { base, text } = unpack(draft.text);
    if (text && base === field.defaultValue) field.value = text;
    field.addEventListener("input", () => (draft.text = pack(field)));
    field.form.addEventListener("live:done", () => (draft.text = ""));
  }
}

const pack = ({ defaultValue, value }) => (value === defaultValue ? "" : JSON.stringify({ base: defaultValue, text: value }));
const unpack = (packed) => (packed ? JSON.parse(packed) : {});

const names = () => remembered().filter((name) => name.startsWith(MARK));
const drop = (name) => remember(name, null);

function read(name) {
  try {
    return JSON.parse(recall(name)) ?? {};
  } catch {
    return {};
  }
}
