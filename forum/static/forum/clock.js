/* The server's clock as this page believes it: told by answers of the server, carried on by the page's own steady
   clock. Setting the device's clock right moves nothing here. Where both clocks part (it was set, or the device has
   slept) nobody can tell which is right, so the next answer counts, and `clock:parted` on the window asks for one. */

const PARTED = 1_500;
const AGEING = 1.5;

let ahead = Date.now() - performance.now();
let parted = ahead;
let trip = Infinity;
let isTold = false;

/** Returns the server's time, in milliseconds since 1970; before its first answer that of this device. */
export function serverNow() {
  compare();
  return performance.now() + ahead;
}

/** Tells whether the server's time is known: it was told, and both clocks have run together since. */
export function isTimeKnown() {
  compare();
  return isTold && trip !== Infinity;
}

/** Takes the time of an answer that was asked for at `sent`, by `performance.now()`. The shorter its way, the smaller
    the error; and what was heard grows old. */
export function heard(now, sent) {
  compare();
  const took = performance.now() - sent;
  trip *= AGEING;
  if (took <= trip) set(Date.parse(now) + took / 2, took);
}

/** Tells how far the server's clock is ahead of the device's, in milliseconds. */
export function setServerOffset(milliseconds) {
  set(Date.now() + milliseconds, trip);
}

function set(time, took) {
  trip = took;
  isTold = true;
  ahead = time - performance.now();
  parted = Date.now() - performance.now();
}

function compare() {
  const apart = Date.now() - performance.now();
  if (Math.abs(apart - parted) < PARTED) return;
  if (!isTold) ahead = apart;
  parted = apart;
  trip = Infinity;
  dispatchEvent(new Event("clock:parted"));
}
