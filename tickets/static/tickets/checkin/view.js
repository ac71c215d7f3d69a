/* What the page shows of the camera: the list of cameras where there are several, the light, and what is wrong in words. */
import { fill, toggle } from "../../forum/dom.js";
import { part } from "./page.js";
import { choice } from "./places.js";

/** Shows a camera that runs. */
export function showCamera({ cameras, chosen, hasTorch }) {
  toggle(part("camera-trouble"), false);
  toggle(part("torch"), hasTorch);
  const list = part("cameras");
  const named = cameras.map(({ id, label }, index) => [id, label || `${list.dataset.camera} ${index + 1}`]);
  list.replaceChildren(...named.map(([id, name]) => choice("camera", id, name, id === chosen)));
  const choices = list.closest("[data-camera-choice]");
  choices.open = false;
  toggle(choices, cameras.length > 1);
}

/** Says that the camera sees and cannot read: the server reads for it, and there is no line. */
export function showBlind(isBlind) {
  toggle(part("blind"), isBlind);
}

/** Says why there is no picture; the scanner and the field work all the same. */
export function showTrouble(name) {
  const trouble = part("camera-trouble");
  toggle(trouble, true);
  toggle(part("torch"), false);
  fill(trouble, { why: trouble.dataset[name.charAt(0).toLowerCase() + name.slice(1)] ?? trouble.dataset.other });
}
