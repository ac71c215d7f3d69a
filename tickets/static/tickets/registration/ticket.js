/* The ticket page: stays open without a line, and says "welcome" in the moment the desk lets its holder in. */
import { toggle } from "../../forum/dom.js";
import { LiveClient } from "../../forum/live/client.js";
import { keepOpen } from "./kept.js";

const page = document.querySelector("[data-ticket-page]");
for (const { dataset } of page.querySelectorAll("[data-kept]")) keepOpen(dataset.worker, [dataset.kept]);

if (page.dataset.topic) {
  const client = new LiveClient({ forum: page.dataset.forum, language: document.documentElement.lang });
  client.join(page.dataset.topic, { event: welcome });
  client.start();
}

function welcome({ k, d }) {
  if (k !== "access.changed") return;
  page.querySelector("[data-since]")?.remove();
  page.querySelectorAll("[data-inside]").forEach((part) => toggle(part, d.in));
  page.querySelectorAll("[data-outside]").forEach((part) => toggle(part, !d.in));
  if (d.in) navigator.vibrate?.(200);
}
