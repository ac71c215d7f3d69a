/* Scans on their way. Each is kept under its own nonce before it is sent, through reloads and lost lines, until
   the server has answered it; a nonce asked twice is answered the same, so sending again never harms.
   `tell` = { answered(scan, outcome, isLate), waiting(number), line(isUp), unpaired() }. */

const PAUSES = [1_000, 2_000, 5_000, 10_000, 15_000];
const BATCH = 50;

export class Outbox {
  #api;
  #tell;
  #store;
  #prefix;
  #underWay = new Set();
  #failures = 0;
  #timer = 0;

  constructor({ api, tell, forum, store = localStorage }) {
    this.#api = api;
    this.#tell = tell;
    this.#store = store;
    this.#prefix = `madang-scan:${forum}:`;
  }

  /* Take what an earlier page left behind. */
  open() {
    addEventListener("online", () => this.flush());
    this.#tell.waiting(this.size);
    this.flush();
  }

  /* Keep a scan and send it at once, past those that wait. */
  async add(scan) {
    this.#store.setItem(this.#prefix + scan.nonce, JSON.stringify(scan));
    this.#tell.waiting(this.size);
    await this.#send([scan], { isLate: false });
  }

  get size() {
    return this.#names().length;
  }

  /* Tells whether a scan still waits for its answer. */
  keeps(nonce) {
    return this.#store.getItem(this.#prefix + nonce) !== null;
  }

  /* Send what waits, oldest first, one batch after the other. */
  async flush() {
    clearTimeout(this.#timer);
    const waiting = this.#names().map((name) => JSON.parse(this.#store.getItem(name)));
    const free = waiting.filter(({ nonce }) => !this.#underWay.has(nonce)).sort((a, b) => a.scannedAt - b.scannedAt);
    const batch = free.filter(({ checkpoint }) => checkpoint === free[0].checkpoint).slice(0, BATCH);
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

  async #ask(scans) {
    const [{ checkpoint }] = scans;
    if (scans.length === 1) return [await this.#api.scan(checkpoint, asSent(scans[0]))];
    return (await this.#api.scans(checkpoint, scans.map(asSent))).outcomes;
  }

  #settle(scan, outcome, isLate) {
    this.#store.removeItem(this.#prefix + scan.nonce);
    this.#tell.waiting(this.size);
    this.#tell.answered(scan, outcome, isLate);
  }

  #failed([scan], error, isLate) {
    if (error.isUnpaired) return this.#tell.unpaired();
    if (!error.isPassing) {
      // The server will never take this scan: somebody must look, the others must not wait behind it.
      return this.#settle(scan, { status: "incomplete", reason: error.code }, isLate);
    }
    this.#tell.line(error.status !== 0);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]);
  }

  #names() {
    return Object.keys(this.#store).filter((name) => name.startsWith(this.#prefix));
  }
}

/* How old a scan is, by one clock: the server need not trust the device's time. */
function asSent({ code, nonce, direction, scannedAt }) {
  return { code, nonce, direction, age_seconds: Math.min(Math.max(0, (Date.now() - scannedAt) / 1000), 86_400) };
}
