/* A page that could not be drawn asks whether the forum answers again, and opens anew when it does. Everybody asks at
   a moment of their own, so that nobody comes back in one wave. */

const line = document.querySelector("[data-again]");

async function ask() {
  const answer = await fetch(line.dataset.againWhen, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
  else soon();
}

function soon() {
  setTimeout(ask, Number(line.dataset.again) * 1_000 * (0.6 + 0.8 * Math.random()));
}

line.hidden = false;
soon();
