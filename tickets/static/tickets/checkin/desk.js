/* The desk app. A code comes from the camera, a scanner or a hand; it is kept, sent, and answered on the whole
   screen. Nothing here decides about a ticket: that is the server's, and without it everybody is "not confirmed".
   From a scan to its answer nothing may end in silence: what fails on the way is stepped over. */
import { isTimeKnown, serverNow } from "../../forum/clock.js";
import { LiveClient } from "../../forum/live/client.js";
import { randomId } from "../../forum/live/protocol.js";
import { forgetDevice } from "../desks/device.js";
import { Api } from "./api.js";
import { Bar } from "./bar.js";
import { Camera } from "./camera.js";
import { Conflicts } from "./conflicts.js";
import { Ending } from "./ending.js";
import { Entries } from "./entries.js";
import { Outbox } from "./outbox.js";
import { page, part, show } from "./page.js";
import { Places } from "./places.js";
import { Pulse } from "./pulse.js";
import { Repeats } from "./repeats.js";
import { Screen } from "./screen.js";
import { unlockSound } from "./sounds.js";
import { Store } from "./store.js";
import { showBlind, showCamera, showTrouble } from "./view.js";
import { stayAwake } from "./wake.js";

const HOLD_AFTER = 2_000;
const REMEMBERED = 20;

const { forum, api } = page.dataset;
const base = new URL(".", new URL(api, location.href)).pathname;

export class Desk {
  #key;
  #latest = null;
  #isClosed = false;
  #repeats = new Repeats();
  #told = new Map();

  constructor({ token, desk }) {
    this.#key = desk.key;
    this.api = new Api(base, token);
    this.bar = new Bar(part("bar"));
    this.screen = new Screen(part("result"));
    const own = new Store(`madang-desk-of:${forum}:`);
    this.places = new Places({ api: this.api, list: part("places"), store: own });
    this.conflicts = new Conflicts({ store: new Store(`madang-conflict:${forum}:`), seen: (key) => this.api.seen(key) });
    this.entries = new Entries({
      list: part("entries"),
      load: () => this.api.last(this.places.chosen),
      conflicts: this.conflicts,
      tell: (number) => this.bar.conflicts(number),
    });
    this.outbox = new Outbox({ api: this.api, store: new Store(`madang-scan:${forum}:`), tell: {
      waiting: (scans) => attempts(() => this.#waiting(scans)),
      line: (isUp) => attempts(() => this.bar.line(isUp)),
      unpaired: () => this.close(),
      answered: (...answer) => attempts(() => this.#answered(...answer)),
    } });
    this.camera = new Camera({
      video: part("video"),
      store: own,
      readFrame: async (jpeg) => (await this.api.frame(this.places.chosen, jpeg)).code,
      tell: { found: (text) => this.take(text), running: showCamera, trouble: showTrouble, blind: showBlind },
    });
    this.pulse = new Pulse({ ask: () => this.places.load(), tell: (error) => this.#heard(error) });
    this.client = new LiveClient({ forum, language: document.documentElement.lang, token: () => this.api.liveToken() });
    this.ending = new Ending({ client: this.client, bar: this.bar, ask: () => this.pulse.beat() });
    this.bar.named(desk.name);
  }

  open() {
    this.client.on("online", () => (this.ending.settle(), this.bar.live(true), this.bar.line(true), this.outbox.flush(), this.entries.refresh()));
    this.client.on("offline", () => (this.bar.live(false), this.bar.line(false)));
    this.client.on("stopped", (code) => (this.bar.live(false), this.ending.take(code)));
    this.client.join(`arrivals:${forum}`, {
      snapshot: (counts) => this.bar.count(counts),
      state: ({ d: counts }) => (this.bar.count(counts), this.entries.refreshSoon()),
      event: () => this.entries.refreshSoon(),
    });
    this.client.start();
    this.outbox.open();
    this.pulse.start();
  }

  /* The press of "start" also lets sounds sound; without a camera the scanner and the field still work. */
  async start() {
    show("scan");
    unlockSound();
    stayAwake();
    await this.camera.start();
  }

  /* Take a code. `isTyped`: by a hand; `isScanned`: by a hand scanner, which reads once for each press. */
  take(code, { isTyped = false, isSure = true, isScanned = false } = {}) {
    if (this.#isClosed) return this.screen.say("closed");
    const direction = page.querySelector("[name=direction]:checked").value;
    const { isRepeat, isShownAgain } = this.#repeats.see(`${direction} ${code}`);
    if (isRepeat && !isTyped) return isScanned || isShownAgain ? this.#told.get(`${direction} ${code}`)?.() : null;
    const scan = { code, isTyped, isSure, direction, checkpoint: this.places.chosen, nonce: randomId(), ...now() };
    this.#latest = scan.nonce;
    attempts(() => this.screen.clear());
    const isSlow = setTimeout(() => this.#hold(scan), HOLD_AFTER);
    const end = () => (clearTimeout(isSlow), this.#hold(scan));
    return this.outbox.add(scan).then(end, (error) => (report(error), end()));
  }

  /* Part of a code: nothing was sent, and somebody waits. */
  broken() {
    this.screen.say(this.#isClosed ? "closed" : "broken");
  }

  close() {
    this.#isClosed = true;
    const steps = [
      () => this.screen.clear(),
      () => show("closed"),
      () => this.bar.close(),
      () => forgetDevice(forum),
      () => this.ending.settle(),
      () => this.client.stop(),
      () => this.pulse.stop(),
      () => this.camera.stop(),
    ];
    steps.forEach(attempts);
  }

  #heard(error) {
    if (error?.isUnpaired) this.close();
    else this.bar.line(error?.status !== 0);
  }

  #waiting(scans) {
    attempts(() => this.bar.waiting(scans.length));
    this.entries.waiting(scans);
  }

  #hold(scan) {
    const isAwaited = this.outbox.keeps(scan.nonce) && this.#latest === scan.nonce;
    if (!isAwaited || this.#isClosed) return;
    attempts(() => this.outbox.hold(scan));
    this.#tell(scan, () => this.screen.hold(scan, { isKept: this.outbox.isKept(scan.nonce) }));
  }

  /* The same code within a few seconds is the same guest, who is told once more what was said. */
  #tell({ direction, code }, say) {
    this.#told.delete(`${direction} ${code}`);
    this.#told.set(`${direction} ${code}`, say);
    if (this.#told.size > REMEMBERED) this.#told.delete(this.#told.keys().next().value);
    attempts(say);
  }

  /* An answer is for the guest who stands there; one that comes too late goes to the list. */
  #answered(scan, outcome, isLate) {
    const isAwaited = this.screen.shows(scan.nonce) || (!isLate && this.#latest === scan.nonce);
    const key = `${this.#key}.${scan.nonce}`;
    if (isAwaited) this.#tell(scan, () => this.screen.answer(scan, outcome));
    if (isAwaited && scan.isHeld) this.api.seen(key).catch(() => {});
    attempts(() => this.entries.add(scan, outcome, { isLate: !isAwaited, key }));
  }
}

/* Now by every clock there is: the device's, the server's where it is known, and the page's. */
function now() {
  const servedAt = isTimeKnown() ? serverNow() : null;
  return { scannedAt: Date.now(), servedAt, shownAt: performance.now(), page: performance.timeOrigin };
}

function attempts(step) {
  try {
    step();
  } catch (error) {
    report(error);
  }
}

function report(error) {
  console.error(error);
}
