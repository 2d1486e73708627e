// Toasts leave after six seconds (errors stay); the clock stands still under the pointer or the focus.
const SECONDS = 6;
const STORED = "nexus.toasts";

function arm(toast) {
  const close = toast.querySelector("[data-toast-close]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
  if ("stays" in toast.dataset) return;
  let clock = 0;
  const go = () => { clearTimeout(clock); clock = setTimeout(() => toast.remove(), SECONDS * 1000); };
  const wait = () => clearTimeout(clock);
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
  go();
}

// The server's messages in an answer this script read itself: kept for the page it goes to next.
export function keepToasts(page) {
  const lines = [...page.querySelectorAll("#toasts [data-toast]")].map((toast) => toast.outerHTML);
  if (lines.length) sessionStorage.setItem(STORED, JSON.stringify(lines));
}

function takeKept(place) {
  const kept = sessionStorage.getItem(STORED);
  if (!kept) return;
  sessionStorage.removeItem(STORED);
  const parser = new DOMParser();
  for (const line of JSON.parse(kept)) {
    const toast = parser.parseFromString(line, "text/html").body.firstElementChild;
    if (toast) place.append(document.adoptNode(toast));
  }
}

// A toast of the page's own. The sprite's address is that of any icon that stands here already.
export function toast(text, { icon, tone = "", stays = false } = {}) {
  const place = document.getElementById("toasts");
  if (!place) return null;
  const made = document.createElement("div");
  made.className = "toast";
  made.dataset.toast = "";
  if (stays) made.dataset.stays = "";
  const sprite = document.querySelector("svg.i use")?.getAttribute("href")?.split("#")[0];
  if (icon && sprite) {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("class", `i ${tone}`.trim());
    drawing.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${sprite}#${icon}`);
    drawing.append(use);
    made.append(drawing);
  }
  const words = document.createElement("span");
  words.className = "grow";
  words.textContent = text;
  made.append(words);
  place.append(made);
  arm(made);
  return made;
}

export function startToasts() {
  const place = document.getElementById("toasts");
  if (!place) return;
  takeKept(place);
  for (const toast of place.querySelectorAll("[data-toast]")) arm(toast);
}
