/* A page with a client and a list of everything it was told. */
import { LiveClient } from "/static/forum/live/client.js";
import * as published from "/static/forum/live/published.js";
import { pause } from "/static/forum/live/socket.js";

const TOLD = ["online", "offline", "sent", "unsent", "refused", "stopped", "reload"];

/* When, by the page's clock, the client dialled and heard the line end. */
window.dialled = [];
window.ended = [];
window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    dialled.push(Date.now());
    this.addEventListener("close", () => ended.push(Date.now()));
  }
};

window.published = published;
window.pause = pause;
window.told = [];

const plain = (detail) => (detail instanceof Error ? { ...detail } : detail ?? null);

window.open = (options = {}) => {
  window.client = new LiveClient({ forum: "demo", language: "en", ...options });
  for (const name of TOLD) client.on(name, (detail) => told.push([name, plain(detail)]));
  client.start();
};

window.follow = (topic) =>
  client.join(topic, {
    snapshot: (state) => told.push(["snapshot", state]),
    event: ({ seq }) => told.push(["event", seq]),
    state: ({ k, v }) => told.push(["state", k, v]),
    lossy: ({ k }) => told.push(["lossy", k]),
    gone: (error) => told.push(["gone", error?.code ?? null]),
  });

window.ask = (...request) => client.request(...request).catch(plain);
