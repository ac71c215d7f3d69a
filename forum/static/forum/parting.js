/* When somebody has signed out or left, this browser shows nothing of theirs any more: a page that Back brings out of
   the browser's memory, and one open in another tab, are asked for anew; the tickets kept for use without a line go.
   Desks and what they keep stay as they are. */

const PARTING = "madang-parting";
const PARTED = "madang-parted";
const CLEARED = "madang-cleared";
const TICKETS = /^madang:.*\/ticket\/$/;

/* Not when the form is sent but when its answer is there: until then the server still shows everything. */
if (read(PARTING)) {
  note(PARTED, `${Date.now()} ${Math.random()}`);
  note(PARTING, "");
}
const before = read(PARTED);
clear();

addEventListener("submit", ({ target }) => "parting" in target.dataset && note(PARTING, "1"));
addEventListener("pageshow", ({ persisted }) => persisted && look());
addEventListener("storage", ({ key }) => key === PARTED && look());

function look() {
  if (read(PARTED) === before || !("somebodys" in document.body.dataset)) return;
  document.body.hidden = true;
  location.reload();
}

/* Again with the next page, if somebody was gone from this one too soon. */
async function clear() {
  const parted = read(PARTED);
  if (!parted || parted === read(CLEARED) || !("caches" in window)) return;
  const kept = await caches.keys();
  await Promise.all(kept.filter((name) => TICKETS.test(name)).map((name) => caches.delete(name)));
  note(CLEARED, parted);
}

/* A storage that is full or forbidden is no reason to fail; the server lets no cache keep what is somebody's. */
function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function note(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}
