/* The choice of colours, without the page load its form would cost. The server reads the same cookie. */

const YEAR = 60 * 60 * 24 * 365;

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(form, event.submitter.value);
  });
}

function choose(form, theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  document.documentElement.dataset.theme = theme;
  for (const button of form.elements.theme) {
    button.setAttribute("aria-pressed", button.value === theme);
  }
}
