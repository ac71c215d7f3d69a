/* Pairs this device when somebody presses the button. Looking at the page uses nothing up. */
import { fill, onAction } from "../../forum/dom.js";
import { canKeep, keepDevice } from "./device.js";

const page = document.querySelector("[data-pairing]");
const trouble = page.querySelector("[data-trouble]");

onAction(page, "pair", async (button) => {
  if (!canKeep(page.dataset.forum)) return say(page.dataset.unkept);
  button.disabled = true;
  const answer = await ask().catch(() => null);
  if (answer?.ok) {
    keepDevice(page.dataset.forum, await answer.json());
    location.replace(page.dataset.deskUrl);
    return;
  }
  button.disabled = false;
  await explain(answer);
});

function ask() {
  const body = JSON.stringify({ pairing: page.dataset.pairing });
  return fetch(page.dataset.pairUrl, { method: "POST", headers: headers(), body, credentials: "omit" });
}

function headers() {
  return { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
}

async function explain(answer) {
  const problem = await answer?.json().catch(() => null);
  say(problem?.title ? `${problem.title} ${problem.detail}` : page.dataset.offline);
}

function say(text) {
  fill(trouble, { text });
  trouble.hidden = false;
}
