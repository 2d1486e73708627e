// The keys of the desks of the console: J and K move, a letter leads to its decision (Enter takes it), S skips, V is the
// viewer. What is typed as facts stands in the preview of the statement at once. The strip that takes an approval back
// goes when its seconds are over.
import { off, typing } from "./keyboard.js";

function move(step) {
  const links = [...document.querySelectorAll(".queue a")];
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[now < 0 ? 0 : now + step]?.click();
}

function viewer() {
  document.querySelector("[data-viewer] button:not([hidden]), [data-viewer] model-viewer")?.focus();
}

function lead(key) {
  const target = document.querySelector(`[data-review-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.hasAttribute("data-review-now")) target.click();
  else if (target.localName === "summary") {
    const details = target.parentElement;
    for (const other of document.querySelectorAll(".decide details[open]")) other.open = other === details;
    details.open = true;
    details.querySelector("input:not([type=hidden]), textarea")?.focus();
  } else target.focus();
  return true;
}

function act(key) {
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "v") viewer();
  else return lead(key);
  return true;
}

function preview(form) {
  const typed = form.querySelector("textarea[name=reason]");
  const shown = form.querySelector("[data-statement]");
  if (!typed || !shown) return;
  const empty = shown.textContent;
  const show = () => (shown.textContent = typed.value.trim() || empty);
  typed.addEventListener("input", show);
  show();
}

export function start() {
  for (const strip of document.querySelectorAll("[data-undo]")) setTimeout(() => strip.remove(), Number(strip.dataset.undo) * 1000);
  for (const form of document.querySelectorAll("[data-review] form")) preview(form);
  document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (off() || !(event.target instanceof Element) || typing(event.target)) return;
    if (/^[a-z]$/.test(event.key) && act(event.key)) event.preventDefault();
  });
}
