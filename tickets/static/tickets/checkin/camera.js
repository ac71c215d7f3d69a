/* The camera. Reads with the browser's own detector where there is one, else the server reads a picture, at most
   four a second and one at a time. Stops while the page is hidden, and is asked for again whenever it is seen again.
   `tell` = { found(text), running({cameras, chosen, hasTorch}), trouble(name), blind(isBlind) }; `name` is the browser's
   reason; blind is a camera whose pictures the server should read while there is no line. */

const LOCAL_PAUSE = 100;
const SERVER_PAUSE = 250;
const SIDE = 640;
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };
const REAR = { facingMode: { ideal: "environment" } };
const BLIND_AFTER = 3;
const GONE = ["NotFoundError", "OverconstrainedError"];

export class Camera {
  #video;
  #tell;
  #store;
  #read;
  #pause = SERVER_PAUSE;
  #stream = null;
  #isReading = false;
  #isWanted = false;
  #unread = 0;
  #turn = 0;

  /* `readFrame(jpeg)` resolves to the text in a picture or null; `store` remembers which camera was chosen. */
  constructor({ video, readFrame, store, tell }) {
    this.#video = video;
    this.#tell = tell;
    this.#store = store;
    this.#read = () => this.#drawn().then((jpeg) => jpeg && readFrame(jpeg));
    document.addEventListener("visibilitychange", () => this.#seen());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.#changed());
  }

  /* Never rejects: what is wrong is told. */
  async start() {
    this.#isWanted = true;
    const turn = ++this.#turn;
    this.#release();
    try {
      const stream = await this.#open();
      if (turn !== this.#turn) return end(stream);
      await this.#run(stream);
    } catch (error) {
      if (turn === this.#turn) this.#tell.trouble(error?.name ?? "");
    }
  }

  stop() {
    this.#isWanted = false;
    this.#turn += 1;
    this.#release();
  }

  /* Take another one of the cameras that `running` told of, and remember it. */
  choose(id) {
    this.#store.set("camera", id);
    return this.start();
  }

  switchTorch() {
    const { torch } = this.#track.getSettings();
    return this.#track.applyConstraints({ advanced: [{ torch: !torch }] }).catch(() => {});
  }

  get #track() {
    return this.#stream?.getVideoTracks()[0];
  }

  /* The one that was chosen; where it is gone, whichever looks away from the person who holds the device. */
  async #open() {
    if (!navigator.mediaDevices) throw new DOMException("no camera here", isSecureContext ? "NotFoundError" : "SecurityError");
    const ask = (which) => navigator.mediaDevices.getUserMedia({ video: { ...SIZE, ...which }, audio: false });
    const chosen = this.#store.get("camera");
    if (!chosen) return ask(REAR);
    return ask({ deviceId: { exact: chosen } }).catch((error) => {
      if (GONE.includes(error.name)) return ask(REAR);
      throw error;
    });
  }

  async #run(stream) {
    this.#stream = stream;
    this.#track.addEventListener("ended", () => stream === this.#stream && this.#isWanted && this.start());
    this.#video.srcObject = stream;
    await this.#video.play();
    await this.#useOwnDetector();
    if (!this.#isReading) this.#loop();
    await this.#introduce();
  }

  /* Not where the camera has stopped meanwhile: the desk would show it running. */
  async #introduce() {
    const [stream, track] = [this.#stream, this.#track];
    const all = await navigator.mediaDevices.enumerateDevices();
    if (!stream || stream !== this.#stream) return;
    const cameras = all.filter(({ kind }) => kind === "videoinput").map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.#tell.running({ cameras, chosen: track?.getSettings().deviceId, hasTorch: Boolean(track?.getCapabilities?.().torch) });
  }

  #release() {
    end(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
  }

  #seen() {
    if (document.hidden) this.#release();
    else if (this.#isWanted) this.start();
  }

  /* One was plugged in or out: the list is another, and where there was none there may be one now. */
  #changed() {
    if (!this.#isWanted) return;
    if (this.#stream) this.#introduce().catch(() => {});
    else this.start();
  }

  async #useOwnDetector() {
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
    if (!formats.includes("qr_code")) return;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    this.#pause = LOCAL_PAUSE;
    this.#read = async () => (await detector.detect(this.#video))[0]?.rawValue ?? null;
  }

  /* One picture after the other; a picture that cannot be read, or sent, is simply followed by the next. */
  async #loop() {
    this.#isReading = true;
    while (this.#stream) {
      const text = await this.#read().then((found) => this.#sees(found), (error) => this.#sees(null, error));
      if (text) this.#tell.found(text);
      await new Promise((resume) => setTimeout(resume, this.#pause));
    }
    this.#isReading = false;
  }

  /* A guest who holds a code before a camera that cannot read must not wait for nothing. */
  #sees(text, error = null) {
    if (error?.code !== "offline") this.#unread = 0;
    else this.#unread += 1;
    this.#tell.blind(this.#unread >= BLIND_AFTER);
    return text;
  }

  /* The middle of the picture, which is where the frame on the screen is. */
  async #drawn() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width) return null;
    const side = Math.min(width, height);
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.min(side, SIDE), height: Math.min(side, SIDE) });
    canvas.getContext("2d").drawImage(this.#video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.75));
  }
}

function end(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
