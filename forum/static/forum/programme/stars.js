/* Stars of sessions: buttons of one form, which works without this script. A no, or no answer, sends the form as the
   plain one it is: its page says why. */
import { announce } from "../announcer.js";
import { clone, fill } from "../dom.js";

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
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    show(star, await answer.json());
  } catch {
    sendPlainly(form, star);
  } finally {
    star.ariaBusy = null;
  }
}

function show(star, { is_saved: isSaved, said, clash }) {
  star.ariaPressed = isSaved;
  star.name = isSaved ? "unsave" : "save";
  const row = star.closest(".session");
  row.querySelector(".session-clash")?.remove();
  if (clash) row.append(fill(clone("clash"), { text: clash }));
  announce([said, clash].filter(Boolean).join(" "));
}

function sendPlainly(form, star) {
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: star.name, value: star.value });
  form.append(chosen);
  form.submit();
}
