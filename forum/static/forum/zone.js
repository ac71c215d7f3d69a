/* Whose time a page tells. Where the reader's clock says the same, the name of the zone is not needed; where it says
   something else, the reader's own time stands beside. Without this script the zone is named for everybody. */

const LOCALE = document.documentElement.lang === "ko" ? "ko-KR" : "en-GB";
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };

for (const one of document.querySelectorAll("[data-yours]")) tell(one);

function tell(element) {
  const { zone, ends, yours } = element.dataset;
  const begins = new Date(element.dataset.begins);
  const until = ends ? new Date(ends) : begins;
  if (isSame(begins, zone) && isSame(until, zone)) {
    (element.querySelector(".when-zone") ?? element).hidden = true;
  } else if (ends) {
    const own = new Intl.DateTimeFormat(LOCALE, { ...DAY, ...CLOCK }).formatRange(begins, until);
    append(element, "when-yours", `${yours} ${own}`);
  } else {
    const [there, here] = [clock(begins, zone), clock(begins)];
    append(element, "when-yours", yours.replace("{there}", there).replace("{here}", here));
  }
}

function isSame(at, zone) {
  const form = { ...DAY, ...CLOCK };
  return said(at, form) === said(at, { ...form, timeZone: zone });
}

function clock(at, zone) {
  return said(at, zone ? { ...CLOCK, timeZone: zone } : CLOCK);
}

function said(at, form) {
  return new Intl.DateTimeFormat(LOCALE, form).format(at);
}

function append(element, name, text) {
  const own = document.createElement("span");
  own.className = name;
  own.textContent = text;
  element.append(" ", own);
}
