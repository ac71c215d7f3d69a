/* Keeps the screen on. Browsers let go of it whenever the page is hidden, so it is asked for again at each return. */

let isWanted = false;

/** Keeps the screen on from now on, where the browser can. */
export function stayAwake() {
  if (!isWanted) document.addEventListener("visibilitychange", ask);
  isWanted = true;
  ask();
}

async function ask() {
  if (document.hidden) return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}
