/* Starts the desk app on a device that was paired; on any other it says how. */
import { onAction } from "../../forum/dom.js";
import { readDevice } from "../desks/device.js";
import { keepOpen } from "../registration/kept.js";
import { Desk } from "./desk.js";
import { listenForScanner } from "./keys.js";
import { page, part, show } from "./page.js";

const device = readDevice(page.dataset.forum);
keepOpen(page.dataset.worker, [location.pathname]);
show(device ? "start" : "unpaired");
if (device) {
  const desk = new Desk(device);
  desk.open();
  onAction(page, "start", () => desk.start());
  onAction(page, "torch", () => desk.camera.switchTorch());
  onAction(page, "refresh", () => desk.entries.refresh());
  listenForScanner((code) => desk.take(code));
  part("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.code;
    const code = field.value.trim();
    event.target.reset();
    if (code) desk.take(code, { isTyped: true });
    else field.focus();
  });
}
