/* Forms over the live line. A form with data-verb (and data-topic) asks that verb with its fields; one with
   data-quiet posts to its action in the background. Where no script runs both post to their action, which
   calls the same verb. Tells "live:done" with the answer, shows the form's [data-done] in place of its
   [data-answer], and says a refusal at the foot of the screen. */

import { toggle } from "../dom.js";
import { forgetRefusal, refuse } from "../refusal.js";
import { client } from "./page.js";
import { LiveError } from "./protocol.js";

const TYPES = { number: Number, boolean: (value) => value === "1" };
const ANSWER_WITHIN = 10_000;

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const carry = form.dataset.verb ? ask : "quiet" in form.dataset ? post : null;
  if (!carry) return;
  event.preventDefault();
  if (form.ariaBusy !== "true") run(carry, form, submitter);
});

async function run(carry, form, button) {
  busy(form, button, true);
  forgetRefusal();
  try {
    const detail = await carry(form, button);
    thank(form);
    form.dispatchEvent(new CustomEvent("live:done", { bubbles: true, detail }));
  } catch (error) {
    refuse(error);
  } finally {
    busy(form, button, false);
  }
}

/* What was asked makes room for the thanks; they take the focus, and must not stay below the edge of the screen. */
function thank(form) {
  const done = form.querySelector("[data-done]");
  toggle(form.querySelector("[data-answer]"), false);
  toggle(done, true);
  if (done?.hasAttribute("tabindex")) done.focus({ preventScroll: true });
  done?.scrollIntoView({ block: "nearest" });
}

function ask(form, button) {
  const { verb, topic } = form.dataset;
  return client.request(verb, topic || null, fields(form, button));
}

async function post(form, button) {
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const sent = { method: "POST", body: new FormData(form, button), headers: { "HX-Request": "true" }, signal };
  const response = await fetch(form.action, sent).catch(() => {
    throw new LiveError({ code: "offline" });
  });
  if (!response.ok) throw new LiveError({ code: response.status === 503 ? "busy" : "refused" });
}

/* Every field that would be sent but the form's own token, as the type that data-as says. */
function fields(form, button) {
  const given = [...new FormData(form, button)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const read = (name, value) => (TYPES[form.elements[name].dataset?.as] ?? String)(value.trim());
  return Object.fromEntries(given.map(([name, value]) => [name, read(name, value)]));
}

function busy(form, button, isBusy) {
  form.ariaBusy = String(isBusy);
  button?.setAttribute("aria-busy", String(isBusy));
}
