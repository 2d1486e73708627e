// The keys of the moderation queue: J and K move, A and R lead to the decision (Enter takes it), S skips, V is the viewer.
import { off, typing } from "./keyboard.js";

function move(step) {
  const links = [...document.querySelectorAll(".queue a")];
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[now < 0 ? 0 : now + step]?.click();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  s: () => document.querySelector("[data-review-next]")?.click(),
  a: () => document.querySelector("[data-review-approve]")?.focus(),
  v: () => document.querySelector("[data-viewer] button:not([hidden]), [data-viewer] model-viewer")?.focus(),
  r: () => {
    const summary = document.querySelector("[data-review-reject]");
    if (!summary) return;
    summary.parentElement.open = true;
    summary.parentElement.querySelector("textarea").focus();
  },
};

export function start() {
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
