// The filmstrip below a stage: a view that is pressed stands over the model, and 3D takes it away again.
// Without this script each view is a link to its picture.
const started = new WeakSet();

function show(place, link) {
  for (const other of place.querySelectorAll("[data-film] a")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const stage = place.querySelector(".stage-in");
  stage.querySelector(".film-still")?.remove();
  if (!link.dataset.filmUrl) return;
  const still = document.createElement("img");
  still.className = "film-still";
  still.alt = link.textContent.trim();
  still.src = link.dataset.filmUrl;
  stage.append(still);
}

export function start(root) {
  for (const place of root.querySelectorAll("[data-film-place]")) {
    if (started.has(place)) continue;
    started.add(place);
    place.querySelector("[data-film]")?.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(place, link);
    });
  }
}
