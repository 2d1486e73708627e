// The bar with the price at the bottom of a phone's screen: there while the buy box itself is out of sight.
const started = new WeakSet();

export function start(root) {
  for (const bar of root.querySelectorAll("[data-buybar]")) {
    const box = document.getElementById("buy");
    if (started.has(bar) || !box) continue;
    started.add(bar);
    new IntersectionObserver(([seen]) => { bar.hidden = seen.isIntersecting; }).observe(box);
  }
}
