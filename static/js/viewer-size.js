// A model's measures as dimension lines over its stage, in the 1000 units that components/dims.html has too.
import { word } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const PUSHED = { edge: 47, upright: 62 };
const TICK = 11;
const SHORT = 70; // units; a line seen from its end says nothing
// Corners are numbered by bits: 1 right, 2 up, 4 front. The foot's ring, seen so that a face towards the camera runs clockwise.
const FOOT = [[0, 1], [1, 5], [5, 4], [4, 0]];
const UP = 2;

// The same figures as the template filter `size_cm`.
export function lengths(millimetres) {
  const longest = Math.max(...millimetres);
  const [unit, divisor] = longest < 100 ? ["mm", 1] : longest < 10_000 ? ["cm", 10] : ["m", 1000];
  return millimetres.map((length) => {
    const value = length / divisor;
    const shown = value >= 10 ? Math.round(value) : Math.max(Math.round(value * 10) / 10, value > 0 ? 0.1 : 0);
    return `${shown.toLocaleString(document.documentElement.lang)} ${unit}`;
  });
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// A line from a to b pushed away from the middle, its ticks, and the thin lines that lead to it.
function dimension(a, b, middle, push) {
  const along = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(...along);
  if (length < SHORT) return null;
  let out = [-along[1] / length, along[0] / length];
  if (out[0] * ((a[0] + b[0]) / 2 - middle[0]) + out[1] * ((a[1] + b[1]) / 2 - middle[1]) < 0) out = [-out[0], -out[1]];
  const at = (point, far) => [Math.round(point[0] + out[0] * far), Math.round(point[1] + out[1] * far)];
  const path = (point, from, to) => `M${at(point, from)}L${at(point, to)}`;
  return {
    line: `M${at(a, push)}L${at(b, push)}${path(a, push - TICK, push + TICK)}${path(b, push - TICK, push + TICK)}`,
    faint: path(a, 0, push) + path(b, 0, push),
    label: at([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], push),
  };
}

export class Size {
  // `element` is the model-viewer, `place` what it fills.
  constructor(element, place) {
    this.element = element;
    this.place = place;
    this.drawn = "";
    this.corners = Array.from({ length: 8 }, (_, number) => {
      const corner = document.createElement("span");
      corner.slot = `hotspot-corner-${number}`;
      return corner;
    });
    this.svg = made("svg", { class: "dims", viewBox: "0 0 1000 1000", role: "img" });
    this.measure = () => this.measured();
    element.addEventListener("load", this.measure);
    this.measured();
    place.append(this.svg);
    this.frame = requestAnimationFrame(() => this.follow());
  }

  measured() {
    const { element, corners } = this;
    const size = element.getDimensions();
    const centre = element.getBoundingBoxCenter();
    this.texts = lengths([size.x, size.y, size.z].map((metres) => metres * 1000));
    this.svg.setAttribute("aria-label", this.said());
    for (const [number, corner] of corners.entries()) {
      const place = (axis, bit) => `${(centre[axis] + (number & bit ? 0.5 : -0.5) * size[axis]).toFixed(9)}m`;
      corner.dataset.position = `${place("x", 1)} ${place("y", 2)} ${place("z", 4)}`;
      if (corner.parentElement) element.updateHotspot({ name: corner.slot, position: corner.dataset.position });
    }
    if (!corners[0].parentElement) element.append(...corners);
    this.drawn = "";
  }

  said() {
    const [width, height, depth] = this.texts;
    return word("viewer.size", { width, height, depth });
  }

  // The camera glides after every key and drag, so each frame is looked at; only what moved is drawn.
  follow() {
    this.draw();
    this.frame = requestAnimationFrame(() => this.follow());
  }

  draw() {
    const { element, corners } = this;
    const { clientWidth: width, clientHeight: height } = element;
    const scale = 1000 / Math.min(width, height);
    const points = corners.map((corner) => {
      const at = element.queryHotspot(corner.slot)?.canvasPosition;
      return at && [(at.x - width / 2) * scale + 500, (at.y - height / 2) * scale + 500];
    });
    if (points.some((point) => !point)) return;
    const now = points.flat().map(Math.round).join();
    if (now === this.drawn) return;
    this.drawn = now;
    const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / 8);
    const [wide, tall, deep] = this.texts;
    const lines = [];
    for (const [from, to] of FOOT) {
      const face = [points[from], points[to], points[to + UP], points[from + UP]];
      const area = face.reduce((sum, [x, y], at) => sum + x * face[(at + 1) % 4][1] - face[(at + 1) % 4][0] * y, 0);
      if (area > 0) lines.push([dimension(points[from], points[to], middle, PUSHED.edge), (from ^ to) === 1 ? wide : deep]);
    }
    const right = [0, 1, 4, 5].reduce((best, foot) => (points[foot][0] + points[foot + UP][0] > points[best][0] + points[best + UP][0] ? foot : best));
    lines.push([dimension(points[right], points[right + UP], middle, PUSHED.upright), tall]);
    this.put(lines.filter(([line]) => line));
  }

  put(lines) {
    const parts = lines.flatMap(([{ line, faint }]) => [made("path", { d: line }), made("path", { class: "faint-line", d: faint })]);
    const labels = lines.map(([{ label: [x, y] }, text]) => {
      const group = made("g", { class: "lab" });
      const words = made("text", { x, y: y + 1 });
      words.textContent = text;
      group.append(made("rect", { class: "tag", x: x - 59, y: y - 20, width: 118, height: 40, rx: 5 }), words);
      return group;
    });
    this.svg.replaceChildren(...parts, ...labels);
  }

  remove() {
    cancelAnimationFrame(this.frame);
    this.element.removeEventListener("load", this.measure);
    for (const corner of this.corners) corner.remove();
    this.svg.remove();
  }
}
