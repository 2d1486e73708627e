// The side that pictures are drawn from, picked by turning the model: the viewer's camera moves the two sliders.
const started = new WeakSet();
const DEGREES = 180 / Math.PI;

function set(input, value) {
  const held = Math.round(Math.min(Math.max(value, Number(input.min)), Number(input.max)));
  if (Number(input.value) === held) return;
  input.value = held;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function follow(section) {
  const form = section.querySelector("form[data-pose-form]");
  section.addEventListener(
    "camera-change", // does not bubble, so it is caught on its way down
    (event) => {
      if (event.detail?.source !== "user-interaction") return;
      const orbit = event.target.getCameraOrbit();
      const turn = Math.round(orbit.theta * DEGREES) % 360;
      set(form.elements.turn, turn < 0 ? turn + 360 : turn);
      set(form.elements.above, 90 - orbit.phi * DEGREES);
    },
    true,
  );
}

export function start(root) {
  for (const section of root.querySelectorAll("[data-pose]")) {
    if (started.has(section)) continue;
    started.add(section);
    follow(section);
  }
}
