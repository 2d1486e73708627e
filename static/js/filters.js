// The catalogue's filters without a button: each change asks for the page of its address and takes the results over.
// The address is the truth: Back, reload and a link sent to somebody else show the same.
import { children } from "./morph.js";
import { announce } from "./words.js";

const WAIT = 150;
const started = new WeakSet();

function address(form) {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    const plain = String(value).trim();
    // An order that is remembered is left by saying none; every other empty field says nothing.
    const forgets = name === "sort" && document.querySelector("select[data-kept]");
    if ((plain || forgets) && !(name === "ai" && plain === "include")) url.searchParams.append(name, plain);
  }
  return url;
}

// What a person pressed stays in a box's state; after Back the box must say what the page says.
function level(place) {
  for (const field of place.querySelectorAll("input, select")) {
    if (field === document.activeElement && field.matches("input:not([type=checkbox], [type=radio])")) continue;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = field.defaultChecked;
    else if (field.matches("select")) for (const option of field.options) option.selected = option.defaultSelected;
    else field.value = field.defaultValue;
  }
}

class Found {
  constructor(place) {
    this.place = place;
    this.clock = 0;
    this.asked = null;
    place.addEventListener("input", (event) => this.changed(event));
    place.addEventListener("submit", (event) => this.sent(event));
    place.addEventListener("click", (event) => this.pressed(event));
    addEventListener("popstate", () => this.show(new URL(location.href), { push: false }));
  }

  changed({ target }) {
    const form = target.form;
    if (!form?.matches("[data-filters]")) return;
    clearTimeout(this.clock);
    const typed = target.matches("input:not([type=checkbox], [type=radio])");
    this.clock = setTimeout(() => this.show(address(form), { push: true, replace: typed }), typed ? 3 * WAIT : WAIT);
  }

  sent(event) {
    if (!event.target.matches("[data-filters]")) return;
    event.preventDefault();
    clearTimeout(this.clock);
    if (event.target.matches(":popover-open")) event.target.hidePopover(); // the focus goes back to what opened it
    this.show(address(event.target), { push: true });
  }

  pressed(event) {
    const link = event.target.closest("a.chip, a[data-instant]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.show(new URL(link.href), { push: true });
  }

  async show(url, { push, replace = false }) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const results = this.place.querySelector(".results");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-found]");
      if (!found) throw new Error(`answer ${answer.status}`);
      if (push && url.href !== location.href) history[replace ? "replaceState" : "pushState"]({}, "", url);
      document.title = page.title;
      children(this.place, found);
      level(this.place);
      announce(this.place.querySelector("h1").textContent);
      this.place.dispatchEvent(new CustomEvent("nexus:swapped", { bubbles: true }));
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url); // the browser's own way says what is wrong
    } finally {
      if (this.asked === asked) this.place.querySelector(".results").removeAttribute("aria-busy");
    }
  }
}

export function start(root) {
  for (const place of root.querySelectorAll("[data-found]")) {
    if (started.has(place)) continue;
    started.add(place);
    new Found(place);
  }
}
