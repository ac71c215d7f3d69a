/* Starts the desk app on a device that was paired; on any other it says how. */
import { onAction } from "../../forum/dom.js";
import { readDevice } from "../desks/device.js";
import { keepOpen } from "../registration/kept.js";
import { Desk } from "./desk.js";
import { page, part, show } from "./page.js";
import { Scanner } from "./scanner.js";
import { unlockSound } from "./sounds.js";

const device = readDevice(page.dataset.forum);
show(device ? "start" : "unpaired");
part("bar").hidden = !device;
if (device) work(new Desk(device));
else askForCode(part("pairing-code"));
keepOpen(page.dataset.worker, [location.pathname]).catch(() => {});

function work(desk) {
  const field = part("typing").elements.code;
  const scanner = new Scanner({ catcher: part("catcher"), tell: {
    found: (code, how) => (unlockSound(), desk.take(code, { ...how, isScanned: true })),
    broken: () => desk.broken(),
    written: (text) => (field.value += text, field.focus()),
  } });
  part("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    scanner.forget();
    const code = field.value.trim();
    event.target.reset();
    if (code) desk.take(code, { isTyped: true });
    else field.focus();
  });
  onAction(page, "start", () => desk.start());
  onAction(page, "torch", () => desk.camera.switchTorch());
  onAction(page, "look", () => part("entries").scrollIntoView({ block: "start" }));
  onAction(page, "refresh", () => desk.entries.refresh());
  part("cameras").addEventListener("change", ({ target }) => desk.camera.choose(target.value));
  document.addEventListener("visibilitychange", () => document.hidden || unlockSound());
  desk.open();
}

/* The code, or the link that ends with it; the page it opens reads it in any spelling. */
function askForCode(form) {
  // A hand scanner may write before anybody has looked for the field.
  addEventListener("keydown", () => document.activeElement === document.body && form.elements.pairing.focus());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = form.elements.pairing.value.split("/").filter((part) => part.trim()).at(-1);
    if (code) location.assign(form.dataset.pairingCode.replace("CODE", encodeURIComponent(code.trim())));
  });
}
