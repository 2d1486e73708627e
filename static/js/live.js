// A live region. The server draws it; this follows the events of a job and asks the server to draw it again.
// <section data-live data-live-socket data-live-stream data-live-after data-live-fragment data-live-final>
import { announce, word } from "./words.js";
import { swap } from "./morph.js";

const FINAL = new Set(["succeeded", "failed", "cancelled"]);
const REFUSED = { 4401: "live.signin", 4403: "live.forbidden", 4404: "live.gone" };
const SWAP_EVERY = 150;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const SOCKET_TRIES = 3;
const started = new WeakMap();

// Full jitter: a thousand pages that lost the same server do not come back in the same moment.
export function waitBefore(attempt, random = Math.random) {
  return Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT) * (0.5 + random() / 2);
}

// A job's event says a sentence; a chat's holds a whole message.
function spoken(message) {
  return typeof message === "string" ? message : message?.content;
}

class LiveRegion {
  constructor(section) {
    this.section = section;
    this.after = Number(section.dataset.liveAfter) || 0;
    this.finalSeen = false;
    this.stopped = false;
    this.attempt = 0;
    this.socketFailures = 0;
    this.link = null;
    this.retryClock = 0;
    this.swapClock = 0;
    this.lastSwap = 0;
    this.swapping = false;
    this.swapAgain = false;
    this.off = new AbortController();
    const { signal } = this.off;
    addEventListener("online", () => this.reconnectNow(), { signal });
    addEventListener("pagehide", () => this.drop(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.reconnectNow(), { signal });
    document.addEventListener("visibilitychange", () => !document.hidden && this.reconnectNow(), { signal });
    section.addEventListener("click", (event) => event.target.closest("[data-live-retry]") && this.reconnectNow(), { signal });
    this.connect();
  }

  address(path) {
    const url = new URL(path, location.href);
    url.searchParams.set("after", String(this.after));
    url.searchParams.set("language", document.documentElement.lang);
    return url;
  }

  connect() {
    if (this.stopped || this.link) return;
    if (!this.section.isConnected) return this.stop();
    const { liveSocket, liveStream } = this.section.dataset;
    if (liveSocket && (this.socketFailures < SOCKET_TRIES || !liveStream)) this.openSocket(liveSocket);
    else if (liveStream) this.openStream(liveStream);
  }

  openSocket(path) {
    const url = this.address(path);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.link = socket;
    let heard = false;
    socket.addEventListener("message", ({ data }) => {
      if (this.link !== socket) return;
      heard = true;
      this.socketFailures = 0;
      this.take(data);
    });
    socket.addEventListener("open", () => this.link === socket && this.online());
    socket.addEventListener("close", ({ code }) => {
      if (this.link !== socket) return;
      this.link = null;
      if (code in REFUSED) return this.refuse(REFUSED[code]);
      if (!heard) this.socketFailures += 1;
      this.lost();
    });
  }

  openStream(path) {
    const stream = new EventSource(this.address(path));
    this.link = stream;
    stream.addEventListener("open", () => this.link === stream && this.online());
    stream.addEventListener("message", ({ data }) => this.link === stream && this.take(data));
    stream.addEventListener("error", () => {
      if (this.link !== stream) return;
      stream.close(); // our own waiting is kinder than the browser's, and knows the last number
      this.link = null;
      this.lost();
    });
  }

  take(data) {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return; // not an event: a proxy's comment or a broken frame; the number will be asked for again
    }
    if (!Number.isInteger(event?.number) || event.number <= this.after) return;
    this.after = event.number;
    this.attempt = 0;
    this.section.dataset.liveAfter = String(event.number);
    this.paint(event);
    if (FINAL.has(event.type)) this.finalSeen = true;
    if (!event.type.endsWith("progress")) {
      announce(spoken(event.message));
      this.planSwap();
    }
    if (this.finalSeen) this.stop();
  }

  paint({ progress, message: said }) {
    const message = spoken(said);
    const percent = typeof progress === "number" ? Math.round(100 * Math.min(Math.max(progress, 0), 1)) : null; // a share of one
    if (percent !== null) {
      for (const bar of this.section.querySelectorAll("[data-live-progress]")) bar.value = percent;
      for (const place of this.section.querySelectorAll("[data-live-percent]")) place.textContent = String(percent);
    }
    if (message) for (const place of this.section.querySelectorAll("[data-live-message]")) place.textContent = message;
  }

  planSwap(wait = Math.max(0, this.lastSwap + SWAP_EVERY - performance.now())) {
    if (!this.section.dataset.liveFragment) return;
    if (this.swapping) {
      this.swapAgain = true;
      return;
    }
    clearTimeout(this.swapClock);
    this.swapClock = setTimeout(() => this.redraw(), wait);
  }

  async redraw(attempt = 0) {
    this.swapping = true;
    this.swapAgain = false;
    try {
      const answer = await fetch(this.section.dataset.liveFragment, { headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`answer ${answer.status}`);
      const html = await answer.text();
      const { after } = this;
      swap(this.section, html, "data-live");
      this.after = Math.max(after, Number(this.section.dataset.liveAfter) || 0);
      this.section.dataset.liveAfter = String(this.after);
      if (this.section.dataset.liveFinal === "true") this.stop();
    } catch {
      // The last drawing must not be missed: it is the one with the result.
      if (attempt < 6 && this.section.isConnected) setTimeout(() => this.redraw(attempt + 1), waitBefore(attempt));
    } finally {
      this.swapping = false;
      this.lastSwap = performance.now();
      if (this.swapAgain) this.planSwap();
    }
  }

  online() {
    this.sign(false);
  }

  lost() {
    if (this.stopped) return;
    // A server that restarts is back at once: the sentence is for those who really wait.
    if (this.attempt > 0 || !navigator.onLine) this.sign(true, word("live.offline"));
    clearTimeout(this.retryClock);
    this.retryClock = setTimeout(() => this.connect(), waitBefore(this.attempt));
    this.attempt += 1;
  }

  reconnectNow() {
    if (this.stopped || this.link) return;
    clearTimeout(this.retryClock);
    this.attempt = 0;
    this.connect();
  }

  refuse(key) {
    this.stop();
    this.sign(true, word(key));
    announce(word(key));
  }

  // One line of the region says that it is not live now; the page may bring its own [data-live-offline].
  sign(on, text = "") {
    let line = this.section.querySelector("[data-live-offline]");
    if (!line && on) {
      line = document.createElement("p");
      line.className = "callout warn";
      line.dataset.liveOffline = "";
      this.section.prepend(line);
    }
    if (!line) return;
    line.hidden = !on;
    if (on && text) (line.querySelector("[data-live-offline-text]") ?? line).textContent = text;
  }

  drop() {
    const link = this.link;
    this.link = null;
    clearTimeout(this.retryClock);
    link?.close();
  }

  stop() {
    this.stopped = true;
    this.drop();
    this.sign(false);
    this.off.abort();
  }
}

export function start(root) {
  const sections = root instanceof Element && root.matches("[data-live]") ? [root] : [];
  for (const section of [...sections, ...root.querySelectorAll("[data-live]")]) {
    if (started.has(section) || section.dataset.liveFinal === "true") continue;
    started.set(section, new LiveRegion(section));
  }
}
