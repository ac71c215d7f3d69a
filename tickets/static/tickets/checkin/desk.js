/* The desk app. A code comes from the camera, a scanner or a hand; it is kept, sent, and answered on the whole
   screen. Nothing here decides about a ticket: that is the server's, and without it everybody is "not confirmed". */
import { toggle } from "../../forum/dom.js";
import { LiveClient } from "../../forum/live/client.js";
import { randomId } from "../../forum/live/protocol.js";
import { forgetDevice } from "../desks/device.js";
import { Api } from "./api.js";
import { Bar } from "./bar.js";
import { Camera } from "./camera.js";
import { Ending } from "./ending.js";
import { Entries } from "./entries.js";
import { Outbox } from "./outbox.js";
import { page, part, show } from "./page.js";
import { Places } from "./places.js";
import { Pulse } from "./pulse.js";
import { Repeats } from "./repeats.js";
import { Screen } from "./screen.js";
import { unlockSound } from "./sounds.js";

const HOLD_AFTER = 2_000;

const { forum, api } = page.dataset;
const base = new URL(".", new URL(api, location.href)).pathname;

export class Desk {
  #latest = null;
  #isClosed = false;
  #repeats = new Repeats();

  constructor({ token, desk }) {
    this.api = new Api(base, token);
    this.bar = new Bar(part("bar"));
    this.screen = new Screen(part("result"));
    this.places = new Places({ api: this.api, forum, select: part("places") });
    this.entries = new Entries({ list: part("entries"), load: () => this.api.last(this.places.chosen) });
    this.outbox = new Outbox({ api: this.api, forum, tell: {
      waiting: (number) => this.bar.waiting(number),
      line: (isUp) => this.bar.line(isUp),
      unpaired: () => this.close(),
      answered: (...answer) => this.#answered(...answer),
    } });
    this.camera = new Camera({
      video: part("video"),
      readFrame: async (jpeg) => (await this.api.frame(this.places.chosen, jpeg)).code,
      found: (code) => this.take(code),
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
      state: ({ d: counts }) => this.bar.count(counts),
      event: () => this.entries.refreshSoon(),
    });
    this.client.start();
    this.outbox.open();
    this.pulse.start();
  }

  /* The press of "start" also lets sounds sound; without a camera the scanner and the field still work. */
  async start() {
    unlockSound();
    show("scan");
    navigator.wakeLock?.request("screen").catch(() => {});
    const hasCamera = await this.camera.start().then(() => true, () => false);
    toggle(part("camera-trouble"), !hasCamera);
    toggle(part("torch"), this.camera.hasTorch);
  }

  take(code, { isTyped = false } = {}) {
    const direction = page.querySelector("[name=direction]:checked").value;
    const isRepeat = this.#repeats.isRepeat(`${direction} ${code}`);
    if (this.#isClosed || (isRepeat && !isTyped)) return;
    const nonce = randomId();
    const scan = { code, isTyped, direction, checkpoint: this.places.chosen, nonce, scannedAt: Date.now() };
    this.#latest = nonce;
    this.screen.clear();
    const isSlow = setTimeout(() => this.#hold(scan), HOLD_AFTER);
    this.outbox.add(scan).then(() => (clearTimeout(isSlow), this.#hold(scan)));
  }

  close() {
    this.#isClosed = true;
    this.screen.clear();
    forgetDevice(forum);
    this.ending.settle();
    this.client.stop();
    this.pulse.stop();
    this.camera.stop();
    show("closed");
  }

  #heard(error) {
    if (error?.isUnpaired) this.close();
    else this.bar.line(error?.status !== 0);
  }

  #hold(scan) {
    const isAwaited = this.outbox.keeps(scan.nonce) && this.#latest === scan.nonce;
    if (isAwaited && !this.#isClosed) this.screen.hold(scan);
  }

  /* An answer is for the guest who stands there; one that comes too late goes to the list. */
  #answered(scan, outcome, isLate) {
    const isAwaited = this.screen.shows(scan.nonce) || (!isLate && this.#latest === scan.nonce);
    if (isAwaited) this.screen.answer(scan, outcome);
    this.entries.add(scan, outcome, !isAwaited);
  }
}
