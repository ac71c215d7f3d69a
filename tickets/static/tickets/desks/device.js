/* What this device is: the desk it was paired with, per forum. The token is all it needs and all it has. */
import { attempt, storage } from "../checkin/store.js";

const name = (forum) => `madang-desk:${forum}`;

/** Returns { token, desk: { key, name } }, or null for a device that was not paired. */
export function readDevice(forum) {
  return attempt(() => JSON.parse(storage().getItem(name(forum)) ?? "null"));
}

/** Tells whether this browser would keep what a pairing gives; a link is used up only where it does. */
export function canKeep(forum) {
  const probe = `${name(forum)}:probe`;
  return attempt(() => {
    storage().setItem(probe, "x".repeat(512));
    storage().removeItem(probe);
    return true;
  }, false);
}

export function keepDevice(forum, device) {
  storage().setItem(name(forum), JSON.stringify(device));
  navigator.storage?.persist?.()?.catch?.(() => {});
}

export function forgetDevice(forum) {
  attempt(() => storage().removeItem(name(forum)));
}
