/* A form is sent once, however often its button is pressed. What another script or htmx sends has been prevented
   by the time a submission arrives here, and a question (GET) may be asked again. */

let sent = new WeakSet();

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const method = submitter?.formMethod || form.method;
  if (event.defaultPrevented || method !== "post") return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

/* Whoever comes back to the page as they left it may send it again. */
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) sent = new WeakSet();
});
