// The keys of the moderation queue: J and K move, A, R and E lead to the decision (Enter takes it), S skips, V is the
// viewer. The strip that takes an approval back goes when its seconds are over.
import { off, typing } from "./keyboard.js";

function move(step) {
  const links = [...document.querySelectorAll(".queue a")];
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[now < 0 ? 0 : now + step]?.click();
}

function open(summary, field) {
  const details = document.querySelector(summary)?.parentElement;
  if (!details) return;
  details.open = true;
  details.querySelector(field).focus();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  s: () => document.querySelector("[data-review-next]")?.click(),
  a: () => document.querySelector("[data-review-approve]")?.focus(),
  v: () => document.querySelector("[data-viewer] button:not([hidden]), [data-viewer] model-viewer")?.focus(),
  r: () => open("[data-review-reject]", "input"),
  e: () => open("[data-review-escalate]", "textarea"),
};

export function start() {
  for (const strip of document.querySelectorAll("[data-undo]")) setTimeout(() => strip.remove(), Number(strip.dataset.undo) * 1000);
  document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (off() || !(event.target instanceof Element) || typing(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
