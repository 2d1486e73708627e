// A photo that becomes a model. form[data-photo-drop] sends itself once a file is chosen; form[data-photo] takes strokes and
// a box drawn over the photo with mouse, pen or finger, and asks for the outline again after each. The number fields of the
// box do the same by keyboard, and everything works without this script too.
import { announce, word } from "./words.js";

const started = new WeakSet();
const RADIUS = 0.012; // of the longer side, as generation/mesh/relief/hints.py has it
const SIDES = ["left", "top", "right", "bottom"];
const MOST_POINTS = 400; // of one stroke

class Marks {
  constructor(form) {
    this.form = form;
    this.field = form.elements.strokes;
    this.tool = "keep";
    this.drawn = null;
    this.corner = null;
    this.asked = null;
    this.strokes = this.read();
    this.steps = this.strokes.map(() => "stroke");
    form.querySelector("[data-photo-tools]").hidden = false;
    for (const button of form.querySelectorAll("[data-photo-tool]")) button.addEventListener("click", () => this.choose(button));
    this.undoing = form.querySelector("[data-photo-undo]");
    this.clearing = form.querySelector("[data-photo-clear]");
    this.undoing.addEventListener("click", () => this.undo());
    this.clearing.addEventListener("click", () => this.clear());
    for (const side of form.querySelectorAll("[data-photo-side]")) side.addEventListener("change", () => this.look());
    this.attach();
  }

  read() {
    try {
      const found = JSON.parse(this.field.value || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  // The stage is drawn anew with each answer, so what listens to it is too.
  attach() {
    this.stage = this.form.querySelector("[data-photo-stage]");
    this.canvas = this.stage.querySelector("[data-photo-canvas]");
    this.canvas.hidden = false;
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
    this.tell();
  }

  choose(chosen) {
    this.tool = chosen.dataset.photoTool;
    for (const button of this.form.querySelectorAll("[data-photo-tool]")) button.setAttribute("aria-pressed", String(button === chosen));
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }

  begin(event) {
    if (event.button) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    if (this.tool === "box") this.corner = { from: this.at(event), to: this.at(event) };
    else this.drawn = { keep: this.tool === "keep", radius: RADIUS, points: [this.at(event)] };
    this.paint();
  }

  move(event) {
    if (this.corner) this.corner.to = this.at(event);
    else if (this.drawn && this.drawn.points.length < MOST_POINTS) {
      const [x, y] = this.at(event);
      const [lastX, lastY] = this.drawn.points.at(-1);
      if (Math.hypot(x - lastX, y - lastY) > RADIUS / 3) this.drawn.points.push([x, y]);
    } else return;
    this.paint();
  }

  end() {
    if (this.corner) {
      const [across, down] = [0, 1].map((axis) => [this.corner.from[axis], this.corner.to[axis]].sort((one, other) => one - other));
      this.corner = null;
      if (across[1] - across[0] > 0.03 && down[1] - down[0] > 0.03) {
        this.steps.push({ box: SIDES.map((side) => this.form.elements[side].value) });
        this.box([Math.floor(across[0] * 100), Math.floor(down[0] * 100), Math.ceil(across[1] * 100), Math.ceil(down[1] * 100)]);
        return this.look();
      }
    } else if (this.drawn) {
      this.strokes.push(this.drawn);
      this.steps.push("stroke");
      this.drawn = null;
      return this.look();
    }
    this.paint();
  }

  box(values) {
    SIDES.forEach((side, number) => { this.form.elements[side].value = values[number]; });
  }

  undo() {
    const step = this.steps.pop();
    if (step === "stroke") this.strokes.pop();
    else if (step) this.box(step.box);
    this.look();
  }

  clear() {
    this.steps = [];
    this.strokes = [];
    this.box(["", "", "", ""]);
    this.look();
  }

  paint() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of this.drawn ? [this.drawn] : []) {
      pen.strokeStyle = stroke.keep ? "#3ddc84" : "#ff5a4d";
      pen.lineWidth = 2 * stroke.radius * Math.max(width, height);
      pen.beginPath();
      stroke.points.forEach(([x, y], number) => (number ? pen.lineTo(x * width, y * height) : pen.moveTo(x * width, y * height)));
      if (stroke.points.length === 1) pen.lineTo(stroke.points[0][0] * width + 0.1, stroke.points[0][1] * height);
      pen.stroke();
    }
    if (this.corner) {
      const { from, to } = this.corner;
      for (const [colour, wide] of [["#14181a", 4], ["#ffdc3c", 2]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = wide;
        pen.strokeRect(from[0] * width, from[1] * height, (to[0] - from[0]) * width, (to[1] - from[1]) * height);
      }
    }
  }

  tell() {
    this.field.value = this.strokes.length ? JSON.stringify(this.strokes) : "";
    const marked = this.strokes.length > 0 || SIDES.some((side) => this.form.elements[side].value !== "");
    this.undoing.disabled = this.steps.length === 0;
    this.clearing.disabled = !marked;
  }

  async look() {
    this.tell();
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.stage.setAttribute("aria-busy", "true");
    this.say(word("photo.looking"));
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Fragment": "1" },
        signal: AbortSignal.any([asked.signal, AbortSignal.timeout(20_000)]),
      });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-photo-look]");
      if (!fresh) throw new Error(`answer ${answer.status}`);
      await this.decoded(fresh);
      if (asked.signal.aborted) return;
      this.form.querySelector("[data-photo-look]").replaceWith(document.adoptNode(fresh));
      this.attach();
      this.say(word(fresh.querySelector("[data-photo-veil]") ? "photo.found" : "photo.nothing"));
    } catch (failure) {
      if (asked.signal.aborted) return;
      this.stage.removeAttribute("aria-busy");
      this.paint();
      this.say(word("photo.network"));
    }
  }

  // The new veil replaces the old one in one step, without a blank between.
  async decoded(fresh) {
    const veil = fresh.querySelector("[data-photo-veil]");
    if (!veil) return;
    const ahead = new Image();
    ahead.src = veil.getAttribute("src");
    await ahead.decode();
  }

  say(text) {
    this.form.querySelector("[data-photo-said]").textContent = text;
    announce(text);
  }
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-photo-drop]")) {
    if (started.has(form)) continue;
    started.add(form);
    form.querySelector('input[type="file"]').addEventListener("change", ({ target }) => {
      if (target.files.length && target.checkValidity()) form.requestSubmit();
    });
  }
  for (const form of root.querySelectorAll("form[data-photo]")) {
    if (started.has(form)) continue;
    started.add(form);
    new Marks(form);
  }
}
