/* Scans on their way. Each is kept under its own nonce until the server has answered it, through reloads and lost lines;
   a nonce asked twice is answered the same, so sending again never harms. Nothing here may keep a scan from being sent.
   `tell` = { answered(scan, outcome, isLate), waiting(scans), line(isUp), unpaired() }. */
import { isTimeKnown, serverNow } from "../../forum/clock.js";
import { ApiError } from "./api.js";

const PAUSES = [1_000, 2_000, 5_000, 10_000, 15_000];
const BATCH = 50;
const OLDEST_SECONDS = 86_400;

export class Outbox {
  #api;
  #tell;
  #store;
  #underWay = new Set();
  #failures = 0;
  #timer = 0;

  constructor({ api, tell, store }) {
    this.#api = api;
    this.#tell = tell;
    this.#store = store;
  }

  /* Take what an earlier page left behind. */
  open() {
    addEventListener("online", () => this.flush());
    this.#tell.waiting(this.waiting);
    this.flush();
  }

  /* Keep a scan and send it at once, past those that wait. */
  async add(scan) {
    this.#store.set(scan.nonce, scan);
    this.#tell.waiting(this.waiting);
    await this.#send([scan], { isLate: false });
  }

  /* What waits, the oldest first. */
  get waiting() {
    return [...this.#store.all().values()].sort((a, b) => a.scannedAt - b.scannedAt);
  }

  /* Tells whether a scan still waits for its answer. */
  keeps(nonce) {
    return this.#store.get(nonce) !== undefined;
  }

  /* Tells whether a scan would still be there after a reload. */
  isKept(nonce) {
    return this.#store.isKept(nonce);
  }

  /* The guest was told that nobody knows: whatever the answer will be, it comes too late for them. */
  hold(scan) {
    if (!scan.isHeld && this.keeps(scan.nonce)) this.#store.set(scan.nonce, Object.assign(scan, { isHeld: true }));
  }

  /* Send what waits, oldest first, one batch after the other. */
  async flush() {
    clearTimeout(this.#timer);
    const free = this.waiting.filter(({ nonce }) => !this.#underWay.has(nonce));
    const batch = free.filter(({ checkpoint }) => checkpoint === free[0].checkpoint).slice(0, BATCH);
    if (batch.length && !isTimeKnown()) await this.#api.checkpoints().catch(() => {});
    if (batch.length && (await this.#send(batch, { isLate: true }))) await this.flush();
  }

  async #send(scans, { isLate }) {
    scans.forEach(({ nonce }) => this.#underWay.add(nonce));
    try {
      const outcomes = await this.#ask(scans);
      this.#failures = 0;
      this.#tell.line(true);
      scans.forEach((scan, index) => this.#settle(scan, outcomes[index], isLate));
      return true;
    } catch (error) {
      // One bad scan spoils its batch: asked alone, each gets its own answer.
      if (scans.length > 1 && !error.isPassing && !error.isUnpaired) return this.#sendAlone(scans);
      this.#failed(scans, error, isLate);
      return false;
    } finally {
      scans.forEach(({ nonce }) => this.#underWay.delete(nonce));
    }
  }

  async #sendAlone(scans) {
    for (const scan of scans) await this.#send([scan], { isLate: true });
    return true;
  }

  /* An answer that is none, of a portal that stands between for instance, is no answer. */
  async #ask(scans) {
    const [{ checkpoint }] = scans;
    const isAlone = scans.length === 1;
    const said = isAlone ? await this.#api.scan(checkpoint, asSent(scans[0])) : await this.#api.scans(checkpoint, scans.map(asSent));
    const outcomes = isAlone ? [said] : (said.outcomes ?? []);
    if (outcomes.length !== scans.length || !outcomes.every((outcome) => outcome?.status)) throw new ApiError(0);
    return outcomes;
  }

  #settle(scan, outcome, isLate) {
    this.#store.remove(scan.nonce);
    this.#tell.waiting(this.waiting);
    this.#tell.answered(scan, outcome, isLate);
  }

  #failed([scan], error, isLate) {
    if (error.isUnpaired) return this.#tell.unpaired();
    if (error.isPassing ?? true) return this.#again(error);
    // The server will never take this scan: somebody must look, the others must not wait behind it.
    return this.#settle(scan, { status: "incomplete", reason: error.code, isOurs: true }, isLate);
  }

  #again({ status = 0 }) {
    this.#tell.line(status !== 0);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]);
  }
}

function asSent({ code, nonce, direction, isHeld = false, ...scan }) {
  return { code, nonce, direction, age_seconds: ageOf(scan), held: isHeld };
}

/* How long ago a code was shown, at the moment of sending: the server counts back from its own clock and need not trust
   the device's. Where the server's time was known both then and now, it alone counts, whatever was done to the device's
   clock in between. Else the device's does; one that was put back is found out by the page's own, which only runs on. */
function ageOf({ scannedAt, servedAt, shownAt, page }) {
  const byPage = page === performance.timeOrigin ? performance.now() - shownAt : 0;
  const byClock = Math.max(Date.now() - scannedAt, byPage);
  const age = servedAt && isTimeKnown() ? serverNow() - servedAt : byClock;
  return Math.min(Math.max(0, age) / 1000, OLDEST_SECONDS);
}
