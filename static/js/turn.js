// Hovering over a card, or its link having the focus, turns its model: a sprite of all sides, six beside each other,
// that is fetched the first time. Never for who asked for less motion, and never what is veiled.
const BESIDE = 6;
const PACE = 1000 / 12;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const sprites = new Map(); // by address: fetched once a page
const started = new WeakSet();
let turning = null;

function sprite(url) {
  if (!sprites.has(url)) {
    const image = new Image();
    image.src = url;
    sprites.set(url, image.decode().then(() => image));
  }
  return sprites.get(url);
}

function stop() {
  if (!turning) return;
  clearInterval(turning.clock);
  turning.shown?.remove();
  turning.tile.classList.remove("turns");
  turning = null;
}

async function turn(tile) {
  if (turning?.tile === tile) return;
  stop();
  if (still.matches || tile.querySelector(".card-veil:not([open])")) return;
  const mine = { tile, clock: 0, shown: null };
  turning = mine;
  let image;
  try {
    image = await sprite(tile.dataset.turn);
  } catch {
    return; // the still picture stays
  }
  if (turning !== mine) return; // it has been left meanwhile
  const rows = Math.max(1, Math.round((image.naturalHeight * BESIDE) / image.naturalWidth));
  const shown = document.createElement("span");
  shown.className = "card-turn";
  shown.setAttribute("aria-hidden", "true");
  shown.style.backgroundImage = `url("${encodeURI(tile.dataset.turn)}")`;
  shown.style.backgroundSize = `${BESIDE * 100}% ${rows * 100}%`;
  let number = 0;
  const show = () => {
    const x = number % BESIDE;
    const y = Math.floor(number / BESIDE);
    shown.style.backgroundPosition = `${(x * 100) / (BESIDE - 1)}% ${rows > 1 ? (y * 100) / (rows - 1) : 0}%`;
    number = (number + 1) % (BESIDE * rows);
  };
  show();
  tile.append(shown);
  tile.classList.add("turns");
  mine.shown = shown;
  mine.clock = setInterval(show, PACE);
}

const tileOf = (node) => node.closest?.(".card")?.querySelector("[data-turn]");

export function start() {
  if (started.has(document)) return;
  started.add(document);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const tile = tileOf(event.target);
    if (tile) turn(tile);
    else stop();
  });
  document.addEventListener("focusin", (event) => {
    const tile = event.target.matches?.(":focus-visible") ? tileOf(event.target) : null;
    if (tile) turn(tile);
    else stop();
  });
  document.addEventListener("focusout", stop);
  document.documentElement.addEventListener("pointerleave", stop);
  still.addEventListener("change", stop);
}
