/* Without a line a link would put the browser's own page in the place of what is read here; what the phone has kept,
   like the ticket, opens all the same. */

import { refuse } from "./refusal.js";

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isOther = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (navigator.onLine || event.defaultPrevented || isOther || !link || !leads(link)) return;
  event.preventDefault();
  follow(link);
});

/* Tells whether a link asks this site for another page here. */
function leads({ origin, pathname, search, hash, target, download }) {
  const isThisPage = hash && pathname === location.pathname && search === location.search;
  return origin === location.origin && !isThisPage && !target && !download;
}

async function follow({ href }) {
  const kept = await self.caches?.match(href, { ignoreSearch: true, ignoreVary: true }).catch(() => null);
  if (kept) location.assign(href);
  else refuse({ code: "offline" });
}
