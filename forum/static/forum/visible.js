/* How much of the page can be seen while a keyboard covers its lower part: --visible and --visible-top, where the
   browser does not make the page smaller itself. Somebody who has zoomed in keeps the page as it is. */

const view = window.visualViewport;
const { style } = document.documentElement;

function measure() {
  const isCovered = view.scale === 1 && (view.height < innerHeight - 1 || view.offsetTop > 0);
  if (!isCovered) return ["--visible", "--visible-top"].forEach((name) => style.removeProperty(name));
  style.setProperty("--visible", `${view.height}px`);
  style.setProperty("--visible-top", `${view.offsetTop}px`);
}

view?.addEventListener("resize", measure);
view?.addEventListener("scroll", measure);
if (view) measure();
