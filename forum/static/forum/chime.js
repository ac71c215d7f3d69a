/* One soft call of two notes, made here: no file, nothing to load. */

const NOTES = [[660, 0, 0.18], [880, 0.2, 0.32]];
const VOLUME = 0.22;

let context = null;

/** Must be called from a press of a hand: browsers let nothing sound before. */
export function unlockChime() {
  context ??= new AudioContext();
  context.resume();
}

export function chime() {
  if (!context) return;
  for (const [frequency, start, length] of NOTES) tone(frequency, context.currentTime + start, length);
}

function tone(frequency, at, length) {
  const voice = new OscillatorNode(context, { type: "sine", frequency });
  const gain = new GainNode(context, { gain: VOLUME });
  gain.gain.setValueAtTime(VOLUME, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + length);
  voice.connect(gain).connect(context.destination);
  voice.start(at);
  voice.stop(at + length);
}
