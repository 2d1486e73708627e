// Sliders that rebuild the model while they move: one shape on its way at a time, the newest values next.
import { swap } from "./morph.js";
import { word } from "./words.js";

const started = new WeakSet();
const REST = 350; // ms without a move, then the page is asked for what the values imply (clamped ones, warnings)

class Shaper {
  constructor(form) {
    this.form = form;
    this.section = form.closest("[data-live]");
    this.busy = false;
    this.next = null;
    this.clock = 0;
    form.addEventListener("input", ({ target }) => this.moved(target));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // What was moved, beside what the address says already: a slider at rest sends nothing, so that the address stays short.
  moved(control) {
    const changed = new URLSearchParams(location.search);
    if (control.value === control.dataset.own) changed.delete(control.name);
    else changed.set(control.name, control.value);
    const query = changed.toString();
    history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
    this.next = query;
    this.build();
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.settle(query), REST);
  }

  async build() {
    if (this.busy || this.next === null) return;
    this.busy = true;
    const query = this.next;
    this.next = null;
    const frame = this.section.querySelector("[data-viewer]");
    const shown = new Promise((resolve) => {
      frame?.dispatchEvent(new CustomEvent("nexus:show", { detail: { src: `${this.form.dataset.shape}${query ? `?${query}` : ""}`, done: resolve } }));
    });
    await shown;
    this.busy = false;
    this.build();
  }

  async settle(query) {
    const said = this.section.querySelector("[data-shape-said]");
    try {
      const answer = await fetch(`${this.section.dataset.liveFragment}${query ? `?${query}` : ""}`, { headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`answer ${answer.status}`);
      const html = await answer.text();
      if (query === location.search.slice(1)) swap(this.section, html, "data-live");
    } catch {
      said.textContent = word("shape.network");
    }
  }
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-shape]")) {
    if (started.has(form)) continue;
    started.add(form);
    new Shaper(form);
  }
}
