/* Desks as they stand now: each that is opened, paired, closed or heard of changes at once; one that is not heard of for a
   minute and a half falls silent by the clock, and stands first. */
import { serverNow } from "../../forum/clock.js";
import { clone, fill, toggle } from "../../forum/dom.js";

const SILENT_AFTER = 90_000;
const LOOK_EVERY = 2_000;
const ORDER = ["silent", "in_use", "paired", "waiting", "link_over", "closed"];
const AT_WORK = ["in_use", "paired"];

/** Keeps these lists of desks as the server tells, and the clock; a desk unknown to all is added to the first. */
export function followDesks(lists, client) {
  if (!lists.length) return;
  const clock = clockOf(lists[0].dataset.zone);
  const show = (desks) => desks.forEach((desk) => write(lineOf(desk, lists), desk, clock));
  client.join(`desks:${lists[0].dataset.forum}`, {
    snapshot: ({ desks }) => (show(desks), sort(lists)),
    state: ({ d: { desks } }) => (show(desks), sort(lists)),
  });
  setInterval(() => fallSilent(lists), LOOK_EVERY);
}

function clockOf(timeZone) {
  const digits = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...digits, timeZone });
}

function lineOf({ key }, lists) {
  const known = lists.map((list) => list.querySelector(`[data-desk="${key}"]`)).find(Boolean);
  if (known) return known;
  const line = clone("desk-line");
  line.dataset.desk = key;
  lists[0].append(line);
  return line;
}

function write(line, { name, condition, heard_at: heardAt }, clock) {
  fill(line, { name, heard: heardAt ? clock.format(new Date(heardAt)) : "" });
  toggle(line.querySelector("[data-heard]"), heardAt && condition !== "closed");
  if (heardAt) line.dataset.heardAt = heardAt;
  stand(line, condition);
}

function stand(line, condition) {
  if (line.dataset.condition === condition) return;
  line.dataset.condition = condition;
  line.querySelector("[data-state]").replaceChildren(...document.getElementById(`desk-${condition}`).content.cloneNode(true).children);
}

function fallSilent(lists) {
  const silent = lists.flatMap((list) => [...list.children]).filter(isSilent);
  silent.forEach((line) => stand(line, "silent"));
  if (silent.length) sort(lists);
}

function isSilent({ dataset: { condition, heardAt } }) {
  return AT_WORK.includes(condition) && heardAt && serverNow() - Date.parse(heardAt) > SILENT_AFTER;
}

/* What needs somebody first; lines of the same kind stay as they stand. */
function sort(lists) {
  for (const list of lists) {
    const lines = [...list.children];
    const sorted = lines.toSorted?.((one, other) => placeOf(one) - placeOf(other)) ?? lines;
    if (sorted.some((line, index) => line !== lines[index])) list.replaceChildren(...sorted);
  }
}

function placeOf({ dataset: { condition } }) {
  return ORDER.indexOf(condition);
}
