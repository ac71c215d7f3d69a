/* Draws a talk the page has just heard of, and people to meet, from what the server drew once. */

import { clone, fill, toggle } from "../../forum/dom.js";
import { keepDrafts } from "../../forum/drafts.js";
import { me } from "../../forum/live/page.js";
import { randomId } from "../../forum/live/protocol.js";
import { fillPerson, readable } from "../../forum/person.js";

/* A talk that begins: `{room, place, table, point, again, seconds, endsAt}`, and `{people, reasons}` where they are
   known. */
export function drawTalk({ room, seconds, endsAt, people = [], reasons = [], ...where }) {
  const root = clone("talk");
  Object.assign(root.dataset, { talk: room, chat: room });
  const link = root.querySelector("[data-room-link]");
  link.href = link.href.replace("/room/", `/${room}/`);
  for (const form of root.querySelectorAll("form")) {
    if (form.dataset.topic === "room:room") form.dataset.topic = `room:${room}`;
  }
  root.querySelector("[data-bell]").dataset.seconds = seconds;
  placeTalk(root, where);
  fillTalk(root, { people, reasons });
  return root;
}

/* Where they meet: at a table, at the meeting point, where they agree to, or online. */
export function placeTalk(root, { place = null, table = null, point = null, again = false }) {
  const shown = root.querySelector("[data-place]");
  const { table: numbered, agree, online } = shown.dataset;
  const elsewhere = point ?? (place === "hall" ? agree : place && online);
  const seat = table === null ? "" : numbered.replace("{number}", table);
  fill(root, { place: seat || elsewhere, table: seat || point });
  toggle(shown, place);
  toggle(root.querySelector("[data-again]"), again);
}

export function fillTalk(root, { people, reasons }) {
  const room = root.dataset.talk;
  root.querySelector("[data-people]").replaceChildren(...people.map(drawPerson));
  const faces = [...root.querySelectorAll("[data-people] [data-face]")];
  root.querySelector("[data-faces]").replaceChildren(...faces.map((face) => face.cloneNode(true)));
  root.querySelector("[data-reasons]").replaceChildren(...reasons.map(drawReason));
  root.querySelector("[data-safety]").replaceChildren(...people.map((person) => drawSafety(person, room)));
  toggle(root.querySelector("[data-no-reason]"), people.length && !reasons.length);
  fill(root, { names: namesOf(people) });
}

/* What people are called, each in the script their reader reads. */
export function namesOf(people) {
  return people.map(({ name, latin_name }) => readable(name, latin_name)).join(", ");
}

/* A person to meet, larger than everything else. */
export function drawPerson({ key, name, organization, latin_name = "", headline = "" }) {
  const other = latin_name === name ? "" : latin_name;
  return fillPerson(clone("opposite"), { key, name, name_other: other, organization, note: headline });
}

export function drawReason(reason) {
  return fill(clone("reason"), { reason });
}

function drawSafety({ key, name, latin_name }, room) {
  const item = fill(clone("safety-person"), { who: readable(name, latin_name) });
  for (const field of item.querySelectorAll("[name=who]")) field.value = key;
  for (const field of item.querySelectorAll("[name=cid]")) field.value = randomId();
  for (const form of item.querySelectorAll("[data-topic]")) form.dataset.topic = `room:${room}`;
  for (const field of item.querySelectorAll("[data-draft]")) field.dataset.draft = `report:${room}:${key}`;
  keepDrafts(item, me);
  return item;
}
