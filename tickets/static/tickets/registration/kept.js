/* Lets pages open without a line: a worker of this forum keeps them with all they loaded. */

/** Keeps the pages at these paths and what this page has loaded; `script` is the worker's address. */
export async function keepOpen(script, paths) {
  if (!("serviceWorker" in navigator)) return;
  const worker = await activated(await navigator.serviceWorker.register(script));
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const files = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.includes("."));
  worker.postMessage({ keep: paths, with: [...new Set(files.map(({ pathname }) => pathname))] });
}

/* Not `serviceWorker.ready`: that is the worker of this page, and the other language's pages have another. */
async function activated({ installing, waiting, active }) {
  const worker = installing ?? waiting ?? active;
  while (worker.state !== "activated") {
    await new Promise((changed) => worker.addEventListener("statechange", changed, { once: true }));
  }
  return worker;
}
