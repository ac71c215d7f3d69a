/* What an answer sounds like, so that eyes may stay with the guest. Made here: no files, nothing to load. A device that
   cannot sound still shows. */
import { attempt } from "./store.js";

/* [frequency in Hz, start in s, length in s] */
const TUNES = {
  in: [[660, 0, 0.12], [990, 0.13, 0.2]],
  again: [[520, 0, 0.15], [390, 0.16, 0.2]],
  look: [[520, 0, 0.15], [520, 0.22, 0.15]],
  no: [[220, 0, 0.25], [165, 0.26, 0.4]],
  held: [[440, 0, 0.1], [440, 0.2, 0.1]],
};
const VOLUME = 0.25;

let context = null;

/** Must be called from a press of a hand: browsers let nothing sound before. Also when the device comes back. */
export function unlockSound() {
  context ??= attempt(() => new AudioContext());
  wake();
}

export function play(kind) {
  document.documentElement.dataset.sound = kind;
  if (!context) return;
  wake();
  attempt(() => TUNES[kind].forEach(([frequency, start, length]) => tone(frequency, context.currentTime + start, length)));
}

/* A call, or another app, takes the sound away; browsers say "interrupted" or "suspended" and wait to be asked. */
function wake() {
  if (context && context.state !== "running") attempt(() => context.resume())?.catch(() => {});
}

function tone(frequency, at, length) {
  const voice = new OscillatorNode(context, { type: "triangle", frequency });
  const gain = new GainNode(context, { gain: VOLUME });
  gain.gain.setValueAtTime(VOLUME, at + length * 0.7);
  gain.gain.linearRampToValueAtTime(0, at + length);
  voice.connect(gain).connect(context.destination);
  voice.start(at);
  voice.stop(at + length);
}
