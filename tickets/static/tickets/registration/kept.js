/* Lets pages open without a line: a worker of this forum keeps them with all they loaded. */

/** Keeps the pages at these paths and what this page has loaded; `script` is the worker's address. */
export async function keepOpen(script, paths) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(script);
  const { active } = await navigator.serviceWorker.ready;
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const files = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.includes("."));
  active.postMessage({ keep: paths, with: [...new Set(files.map(({ pathname }) => pathname))] });
}
