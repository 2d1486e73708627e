// A listing's form saves itself a second after the last change, tells in the side column how it stands, and shows what
// of a price is the seller's. Without this script the form has its Save button.
import { announce } from "./words.js";
import { swap } from "./morph.js";

const started = new WeakSet();
const PAUSE = 1000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.clock = 0;
    this.sent = new URLSearchParams(new FormData(form)).toString();
    for (const words of form.querySelectorAll("[data-autosave-words]")) words.hidden = false;
    form.addEventListener("input", () => this.plan());
    form.addEventListener("change", () => this.plan());
    form.addEventListener("submit", () => clearTimeout(this.clock));
    addEventListener("beforeunload", (event) => {
      if (this.clock) event.preventDefault(); // a change is not saved yet
    });
    form.addEventListener("submit", () => { this.clock = 0; });
  }

  plan() {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    const body = new FormData(this.form);
    const now = new URLSearchParams(body).toString();
    if (now === this.sent) { this.clock = 0; return; }
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, signal: AbortSignal.timeout(15_000) });
      if (!answer.ok || answer.redirected) throw new Error(`answer ${answer.status}`);
      const place = document.querySelector("[data-listing-state]");
      swap(place, await answer.text(), "data-listing-state");
      this.sent = now;
      this.clock = 0;
      announce(document.querySelector("[data-listing-state] .callout p, [data-listing-state] p")?.textContent.trim());
    } catch {
      this.clock = setTimeout(() => this.save(), 10 * PAUSE); // the change stays in the form
    }
  }
}

// Half-even, as the sale is booked: what is not the fee is the seller's.
function yours(cents, points) {
  const product = cents * points;
  let fee = Math.floor(product / 10_000);
  const rest = product % 10_000;
  if (rest * 2 > 10_000 || (rest * 2 === 10_000 && fee % 2)) fee += 1;
  return cents - fee;
}

function startFees(place) {
  const words = place.parentElement.querySelector("[data-yours-words]")?.innerHTML ?? "";
  place.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-price]")) return;
    const value = Number(target.value.trim().replace(",", "."));
    const out = target.closest(".offer-row")?.querySelector("[data-yours]");
    if (!out) return;
    const known = target.value.trim() && Number.isFinite(value) && value > 0 && value < 1e6;
    const money = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    out.textContent = known ? words.replace("{yours}", money.format(yours(Math.round(value * 100), Number(place.dataset.fee)) / 100)) : "";
  });
}

function startChips(form) {
  for (const chip of form.querySelectorAll("[data-put], [data-add]")) {
    chip.hidden = false;
    chip.disabled = false;
    chip.addEventListener("click", () => {
      const field = form.elements[chip.dataset.put ?? chip.dataset.add];
      const value = chip.dataset.value;
      if (chip.dataset.put) field.value = value;
      else {
        const tags = field.value.split(",").map((tag) => tag.trim()).filter(Boolean);
        field.value = [...new Set([...tags, value])].join(", ");
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

export function start(root) {
  for (const place of root.querySelectorAll("[data-fee]")) {
    const form = place.closest("form");
    if (started.has(form)) continue;
    started.add(form);
    startFees(place);
    startChips(form);
    if (form.hasAttribute("data-autosave")) new Autosave(form);
  }
}
