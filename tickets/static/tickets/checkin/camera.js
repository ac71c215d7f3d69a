/* The camera. Reads with the browser's own detector where there is one, else the server reads a picture, at most
   four a second and one at a time. Stops while the page is hidden. */

const LOCAL_PAUSE = 100;
const SERVER_PAUSE = 250;
const SIDE = 640;
const WISHES = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };

export class Camera {
  #video;
  #found;
  #read;
  #pause = SERVER_PAUSE;
  #stream = null;
  #isReading = false;
  #isWanted = false;

  /* `readFrame(jpeg)` resolves to the text in a picture or null; `found(text)` hears every code seen. */
  constructor({ video, readFrame, found }) {
    this.#video = video;
    this.#found = found;
    this.#read = () => this.#drawn().then((jpeg) => jpeg && readFrame(jpeg));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#release();
      else if (this.#isWanted) this.start();
    });
  }

  /* Rejects with the browser's reason (NotAllowedError, NotFoundError, NotReadableError …). */
  async start() {
    this.#isWanted = true;
    if (!navigator.mediaDevices) throw new DOMException("no camera here", "NotFoundError");
    this.#stream = await navigator.mediaDevices.getUserMedia(WISHES);
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    await this.#useOwnDetector();
    if (!this.#isReading) this.#loop();
  }

  stop() {
    this.#isWanted = false;
    this.#release();
  }

  #release() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  switchTorch() {
    const { torch } = this.#track.getSettings();
    return this.#track.applyConstraints({ advanced: [{ torch: !torch }] });
  }

  get #track() {
    return this.#stream?.getVideoTracks()[0];
  }

  async #useOwnDetector() {
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
    if (!formats.includes("qr_code")) return;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    this.#pause = LOCAL_PAUSE;
    this.#read = async () => (await detector.detect(this.#video))[0]?.rawValue ?? null;
  }

  /* One picture after the other; a picture that cannot be read, or sent, is simply followed by the next. */
  async #loop() {
    this.#isReading = true;
    while (this.#stream) {
      const text = await this.#read().catch(() => null);
      if (text) this.#found(text);
      await new Promise((resume) => setTimeout(resume, this.#pause));
    }
    this.#isReading = false;
  }

  /* The middle of the picture, which is where the frame on the screen is. */
  async #drawn() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width) return null;
    const side = Math.min(width, height);
    const canvas = new OffscreenCanvas(Math.min(side, SIDE), Math.min(side, SIDE));
    canvas.getContext("2d").drawImage(this.#video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
    return canvas.convertToBlob({ type: "image/jpeg", quality: 0.75 });
  }
}
