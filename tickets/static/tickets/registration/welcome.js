/* The ticket page says "welcome" in the moment the desk lets its holder in. */
import { toggle } from "../../forum/dom.js";
import { client } from "../../forum/live/page.js";

const page = document.querySelector("[data-ticket-page]");

client.join(page.dataset.topic, {
  event: ({ k, d }) => {
    if (k !== "access.changed") return;
    page.querySelector("[data-since]")?.remove();
    page.querySelectorAll("[data-inside]").forEach((part) => toggle(part, d.in));
    page.querySelectorAll("[data-outside]").forEach((part) => toggle(part, !d.in));
    if (d.in) navigator.vibrate?.(200);
  },
});
client.start();
