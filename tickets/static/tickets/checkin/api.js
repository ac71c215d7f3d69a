/* The desk's own addresses. A request ends with an answer, or with an ApiError that says what kind of no it is. */
import { heard } from "../../forum/clock.js";

const ANSWER_WITHIN = 8_000;

/* By these the server says that this device is no desk any more. A 401 or 403 of anybody else on the way (a proxy, the
   page of a hotel's network) says nothing about it. */
const UNPAIRED = ["desks.unknown", "desks.revoked"];

export class ApiError extends Error {
  /* `status` is 0 when nothing came back; `problem` is empty where what came is not the server's own. */
  constructor(status, problem = {}) {
    super(problem.title ?? "no connection");
    this.status = status;
    this.code = problem.code ?? "offline";
    this.isOurs = typeof problem.code === "string";
  }

  /* The same request may succeed later. */
  get isPassing() {
    return !this.isOurs || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /* The device is no desk any more: this site said so in as many words. */
  get isUnpaired() {
    return UNPAIRED.includes(this.code);
  }

  /* The live line ends for good by this, and by nothing else that keeps a token from being fetched. */
  get isFinal() {
    return this.isUnpaired;
  }
}

export class Api {
  #base;
  #token;

  constructor(base, token) {
    this.#base = base;
    this.#token = token;
  }

  checkpoints = () => this.#ask("GET", "checkpoints");
  liveToken = async () => (await this.#ask("POST", "desk/live-token")).token;
  last = (checkpoint) => this.#ask("GET", `checkpoints/${checkpoint}/last`);
  scan = (checkpoint, scan) => this.#ask("POST", `checkpoints/${checkpoint}/scans`, JSON.stringify(scan));
  scans = (checkpoint, scans) => this.#ask("POST", `checkpoints/${checkpoint}/scans/batch`, JSON.stringify({ scans }));
  seen = (key) => this.#ask("POST", `conflicts/${key}/seen`);
  frame = (checkpoint, jpeg) => this.#ask("POST", `checkpoints/${checkpoint}/frames`, jpeg, "image/jpeg");

  async #ask(method, path, body, type = "application/json") {
    const headers = { Authorization: `Desk ${this.#token}`, "Accept-Language": document.documentElement.lang };
    if (body) headers["Content-Type"] = type;
    const [signal, done] = within(ANSWER_WITHIN);
    const sent = performance.now();
    try {
      const answer = await fetch(this.#base + path, { method, headers, body, signal, credentials: "omit", cache: "no-store" });
      const now = answer.headers.get("Madang-Now");
      if (now) heard(now, sent);
      const said = await answer.json().catch(() => null);
      if (answer.ok && said) return said;
      throw new ApiError(answer.ok ? 0 : answer.status, said ?? {});
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(0);
    } finally {
      done();
    }
  }
}

/* `AbortSignal.timeout` is missing on tablets of 2021. */
function within(milliseconds) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  return [controller.signal, () => clearTimeout(timer)];
}
