/* Stars of sessions: buttons of one form, which works without this script. A no sends the form as the plain one it
   is: its page says why. Where no answer came at all the programme stays, and says so. */
import { announce } from "../announcer.js";
import { clone, fill } from "../dom.js";
import { forgetRefusal, refuse } from "../refusal.js";

/** Answers the stars of a form on the page, and says where two sessions saved are at the same time. */
export function saveByStars(form) {
  form?.addEventListener("submit", (event) => {
    const star = event.submitter;
    if (!star?.matches(".star")) return;
    event.preventDefault();
    press(form, star);
  });
}

async function press(form, star) {
  if (star.ariaBusy === "true") return;
  star.ariaBusy = "true";
  const body = new FormData(form);
  body.append(star.name, star.value);
  forgetRefusal();
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) show(star, await answer.json());
    else sendPlainly(form, star);
  } catch {
    refuse({ code: "offline" });
  } finally {
    star.ariaBusy = null;
  }
}

function show(star, { is_saved: isSaved, said, clash, others }) {
  star.ariaPressed = isSaved;
  star.name = isSaved ? "unsave" : "save";
  mark(star.closest(".session"), clash);
  for (const [key, text] of Object.entries(others)) mark(document.getElementById(`s-${key}`), text);
  announce([said, clash].filter(Boolean).join(" "));
}

/* What a row says of the sessions beside it; another one may be on another page. */
function mark(row, clash) {
  row?.querySelector(".session-clash")?.remove();
  if (clash) row?.append(fill(clone("clash"), { text: clash }));
}

function sendPlainly(form, star) {
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: star.name, value: star.value });
  form.append(chosen);
  form.submit();
}
