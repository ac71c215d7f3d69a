/* What this device is: the desk it was paired with, per forum. The token is all it needs and all it has. */

const name = (forum) => `madang-desk:${forum}`;

/** Returns { token, desk: { key, name } }, or null for a device that was not paired. */
export function readDevice(forum) {
  return JSON.parse(localStorage.getItem(name(forum)) ?? "null");
}

export function keepDevice(forum, device) {
  localStorage.setItem(name(forum), JSON.stringify(device));
  navigator.storage?.persist?.();
}

export function forgetDevice(forum) {
  localStorage.removeItem(name(forum));
}
