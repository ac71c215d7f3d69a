// Copies a field's text; the button shows itself only where that works (https, or this machine).
import { announce } from "../announcer.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.querySelector("[data-slot=label]").textContent = button.dataset.done;
    announce(button.dataset.done, { kind: "notice" });
  });
}
