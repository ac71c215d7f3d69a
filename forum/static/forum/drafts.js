/* What somebody writes and has not sent: kept in this browser, through a reload and a walk elsewhere, until it is
   sent, a week has passed, they sign out or are forgotten, or somebody else signs in. */

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
    if (text) write(this.#name, { text, at: Date.now() });
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

/* A browser may refuse to store, or be full: then there are no drafts, and writing goes on. */
function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(MARK));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, kept) {
  try {
    localStorage.setItem(name, JSON.stringify(kept));
  } catch {
    drop(name);
  }
}

function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* nothing was stored there either */
  }
}
