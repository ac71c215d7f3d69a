/* What the server marked in a form loses its mark once it is put right: a page does not call wrong what is right by
   now. Whether it is in the end the server says again. */

addEventListener("change", ({ target }) => {
  const place = target.closest?.(".field, .choices");
  const error = place?.querySelector(".field-error");
  if (!error || !target.validity.valid) return;
  error.remove();
  for (const marked of place.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
  strike(target.form.querySelector(".errors"), [place.id, target.id]);
});

/* The list at the head of the form names and counts what is left, and goes with the last. */
function strike(list, ids) {
  const links = [...(list?.querySelectorAll("a") ?? [])];
  const left = links.filter((link) => !ids.includes(link.hash.slice(1)));
  if (left.length === links.length) return;
  const line = links[0].parentElement;
  const count = line.firstElementChild;
  count.textContent = count.textContent.replace(/\d+/, left.length);
  line.replaceChildren(count, ...left.flatMap((link, index) => [index ? ", " : " ", link]));
  if (!left.length) line.remove();
  if (!list.childElementCount) list.remove();
}
