/* Kind and word of an answer, from its own template, so that list and screen speak alike. */

export function resultOf(reason) {
  const result = document.getElementById(`result-${reason}`)?.content;
  return {
    kind: result?.querySelector("[data-kind]").dataset.kind ?? "",
    word: result?.querySelector("[data-word]").textContent,
  };
}
