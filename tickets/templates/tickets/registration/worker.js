{# Keeps the ticket and the desk open without a line. Everything else of the site passes by untouched. #}
const TICKET = "{% url "ticket" forum=forum.slug %}";
const KEPT = [TICKET, "{% url "desk" forum=forum.slug %}"];
const DONE = "{% url "registered" forum=forum.slug %}";
const PREFIX = "madang:{{ forum.slug }}:";
const PATIENCE = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

/* A page tells what it is made of: each page has a shelf of its own, and what it no longer needs is thrown away. */
addEventListener("message", (event) => {
  for (const path of event.data.keep ?? []) {
    if (KEPT.includes(path)) event.waitUntil(keep(path, event.data.with));
  }
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    // Reloaded without a line, the page after registering is the ticket it showed; a slow answer is waited for,
    // as the ticket kept here may be that of somebody who registered before.
    if (url.pathname === DONE) event.respondWith(fetch(request).catch(() => kept(TICKET)));
    else if (KEPT.includes(url.pathname)) event.respondWith(firstFromTheNetwork(request));
  } else if (!url.pathname.startsWith("/api/") && url.pathname.includes(".")) {
    event.respondWith(firstFromTheNetwork(request));
  }
});

/* The page comes last: where it is kept, all it needs is. */
async function keep(path, files) {
  const shelf = await caches.open(PREFIX + path);
  await Promise.all(files.map((address) => refresh(shelf, address)));
  await refresh(shelf, path);
  const wanted = [path, ...files];
  for (const { url } of await shelf.keys()) {
    if (!wanted.includes(new URL(url).pathname)) await shelf.delete(url);
  }
}

/* A ticket that the server no longer shows here is not kept either. */
async function refresh(shelf, address) {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok && !answer.redirected) await shelf.put(address, answer);
  else if (answer) await shelf.delete(address);
}

async function firstFromTheNetwork(request) {
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network.catch(() => undefined), late]);
  return answer ?? (await kept(request)) ?? network;
}

function kept(request) {
  return caches.match(request, { ignoreSearch: true, ignoreVary: true });
}
