// A slider's value beside its label, while it moves.
export function startSliders() {
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-slider]")) return;
    const output = event.target.closest(".slide")?.querySelector("output");
    if (output) output.textContent = [event.target.value, output.dataset.unit].filter(Boolean).join(" ");
  });
}
