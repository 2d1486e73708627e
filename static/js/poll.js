// A page that waits for something without events: <section data-poll="/checkout/ID/panel/" data-poll-every="1000">.
// Stops when the fragment says data-final="true". When its data-poll-step="checking" becomes another word, the parts of the
// page marked by data-poll-with="data-other" are taken anew from the page at data-poll-page="/models/7/edit/".
import { announce } from "./words.js";
import { swap } from "./morph.js";

const started = new WeakSet();
const SLOWEST = 15_000;

function done(section) {
  return section.dataset.final === "true" || section.querySelector('[data-final="true"]') !== null;
}

class Poll {
  constructor(section) {
    this.section = section;
    this.every = Math.max(Number(section.dataset.pollEvery) || 1000, 250);
    this.failures = 0;
    this.clock = 0;
    this.busy = false;
    this.wake = () => { if (!document.hidden) this.now(); };
    document.addEventListener("visibilitychange", this.wake);
    addEventListener("online", this.wake);
    this.plan();
  }

  plan() {
    clearTimeout(this.clock);
    if (done(this.section) || !this.section.isConnected) return this.stop();
    const wait = Math.min(this.every * 2 ** this.failures, SLOWEST);
    this.clock = setTimeout(() => this.now(), document.hidden ? Math.max(wait, SLOWEST) : wait);
  }

  async now() {
    clearTimeout(this.clock);
    if (this.busy) return;
    this.busy = true;
    try {
      const answer = await fetch(this.section.dataset.poll, { headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(10_000) });
      if (answer.redirected) return location.assign(answer.url);
      if (!answer.ok) throw new Error(`answer ${answer.status}`);
      const before = this.section.dataset.pollStep;
      swap(this.section, await answer.text(), "data-poll");
      if (this.section.dataset.pollStep !== before) await this.beside();
      this.failures = 0;
      if (done(this.section)) announce(this.section.querySelector("h1, h2, h3")?.textContent.trim());
    } catch {
      this.failures += 1; // the next try says whether it was only the network
    } finally {
      this.busy = false;
      for (const sign of this.section.querySelectorAll("[data-live-offline]")) sign.hidden = this.failures < 2;
      this.plan();
    }
  }

  async beside() {
    if (!this.section.dataset.pollPage) return;
    const answer = await fetch(this.section.dataset.pollPage, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const page = await answer.text();
    for (const marker of this.section.dataset.pollWith?.split(" ") ?? []) {
      const place = document.querySelector(`[${marker}]`);
      if (place) swap(place, page, marker);
    }
  }

  stop() {
    clearTimeout(this.clock);
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("online", this.wake);
  }
}

export function start(root) {
  for (const section of root.querySelectorAll("[data-poll]")) {
    if (started.has(section) || done(section)) continue;
    started.add(section);
    new Poll(section);
  }
}
