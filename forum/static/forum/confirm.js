/* What cannot be taken back is asked once more: a form or its button says data-confirm="the question". It stands
   before everything else that hears of a form being sent. */

addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (!question || confirm(question)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
