// The 3D viewer: picture first, then model-viewer, loaded only where a model stands. One canvas a page.
import { announce, bytesShort, word } from "./words.js";

const ALONE_UNDER = 8_000_000; // bytes that load without being asked for
const VENDOR = new URL("../vendor/", import.meta.url);
const started = new WeakSet();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let running = null; // the viewer that owns the page's canvas
let library = null;

function loadLibrary() {
  library ??= import(new URL("model-viewer.js", VENDOR).href).then(({ ModelViewerElement }) => {
    // Before the first model: the defaults lie on another host.
    ModelViewerElement.dracoDecoderLocation = new URL("draco/", VENDOR).href;
    ModelViewerElement.ktx2TranscoderLocation = new URL("basis/", VENDOR).href;
    ModelViewerElement.meshoptDecoderLocation = new URL("meshopt_decoder.js", VENDOR).href;
    return ModelViewerElement;
  });
  library.catch(() => { library = null; });
  return library;
}

function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

class Refused extends Error {}

// The file's bytes, counted on the way, so that the bar is true and the reason of a failure is known.
async function fetchModel(src, signal, step) {
  let answer;
  try {
    answer = await fetch(src, { signal });
  } catch (problem) {
    throw problem.name === "AbortError" ? problem : new Refused(word("viewer.network"));
  }
  if (answer.status === 403 || answer.status === 401) throw new Refused(word("viewer.ended"));
  if (answer.status === 404 || answer.status === 410) throw new Refused(word("viewer.missing"));
  if (!answer.ok) throw new Refused(word("viewer.server", { status: answer.status }));
  const reader = answer.body.getReader();
  const parts = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
      step(size);
    }
  } catch (problem) {
    throw problem.name === "AbortError" ? problem : new Refused(word("viewer.network"));
  }
  return new Blob(parts, { type: "model/gltf-binary" });
}

class Viewer {
  constructor(frame) {
    this.frame = frame;
    this.bytes = Number(frame.dataset.bytes) || 0;
    this.element = null;
    this.stopLoading = null;
    const part = (name) => frame.querySelector(`[data-viewer-${name}]`);
    this.place = part("place");
    this.parts = Object.fromEntries(["start", "wait", "error", "tools", "help", "bytes", "progress", "reason"].map((name) => [name, part(name)]));
    part("load")?.addEventListener("click", () => this.load(true));
    part("retry")?.addEventListener("click", () => this.load(true));
    this.parts.tools?.addEventListener("click", (event) => this.tool(event.target.closest("[data-tool]")?.dataset.tool));
    frame.addEventListener("keydown", (event) => this.key(event));
    frame.addEventListener("fullscreenchange", () => this.press("full", document.fullscreenElement === frame));
    frame.addEventListener("nexus:show", ({ detail }) => this.change(detail.src).finally(detail.done));
    this.state("poster");
    if (this.loadsAlone()) this.whenSeen();
  }

  loadsAlone() {
    return this.frame.dataset.auto === "true" && this.bytes < ALONE_UNDER && !navigator.connection?.saveData;
  }

  // The page's text and pictures go first; then only what is near the window.
  whenSeen() {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      const go = () => !running && this.frame.dataset.state === "poster" && this.load(false);
      if (document.readyState === "complete") go();
      else addEventListener("load", go, { once: true });
    }, { rootMargin: "200px" });
    watch.observe(this.frame);
  }

  state(name) {
    this.frame.dataset.state = name;
    const { start, wait, error, tools, help } = this.parts;
    start.hidden = name !== "poster";
    wait.hidden = name !== "loading";
    error.hidden = name !== "error";
    tools.hidden = name !== "ready";
    if (name !== "ready") help.hidden = true;
  }

  async load(asked) {
    if (running && running !== this) running.leave();
    running = this;
    this.remove();
    const { signal } = (this.stopLoading = new AbortController());
    this.state("loading");
    this.step(0);
    try {
      if (!hasWebGL()) throw new Refused(word("viewer.off"));
      const [model] = await Promise.all([fetchModel(this.frame.dataset.src, signal, (size) => this.step(size)), loadLibrary()]);
      if (signal.aborted) return;
      await this.show(model, signal);
      if (signal.aborted) return;
      this.state("ready");
      if (asked) {
        announce(word("viewer.ready"));
        this.element.shadowRoot.querySelector(".userInput")?.focus({ preventScroll: true }); // the host itself takes no focus
      }
    } catch (problem) {
      if (signal.aborted) return;
      this.fail(problem instanceof Refused ? problem.message : word(problem instanceof TypeError ? "viewer.network" : "viewer.broken"));
    }
  }

  // Another file of the same thing: the camera stays where it is, and the old one stands until the new one is there.
  async change(src) {
    this.frame.dataset.src = src;
    this.bytes = 0;
    if (this.frame.dataset.state !== "ready") return this.load(false);
    const { signal } = (this.stopLoading = new AbortController());
    try {
      const address = URL.createObjectURL(await fetchModel(src, signal, () => {}));
      const { element } = this;
      await new Promise((resolve) => {
        element.addEventListener("load", resolve, { once: true });
        element.addEventListener("error", resolve, { once: true });
        signal.addEventListener("abort", resolve, { once: true });
        element.src = address;
      });
      URL.revokeObjectURL(address);
    } catch (problem) {
      if (!signal.aborted) this.fail(problem instanceof Refused ? problem.message : word("viewer.broken"));
    }
  }

  step(size) {
    const { bytes, progress } = this.parts;
    if (this.bytes) progress.value = Math.min(100, (100 * size) / this.bytes);
    else progress.removeAttribute("value");
    bytes.textContent = word("viewer.progress", { done: bytesShort(size), total: this.bytes ? bytesShort(this.bytes) : "…" });
  }

  show(model, signal) {
    const address = URL.createObjectURL(model);
    const element = document.createElement("model-viewer");
    this.element = element;
    const settings = { "camera-controls": "", "disable-zoom": "", "touch-action": "pan-y", "interaction-prompt": "none", "shadow-intensity": "0.7", "shadow-softness": "0.9", "tone-mapping": "aces", "camera-orbit": "30deg 75deg auto", "field-of-view": "24deg", "auto-rotate-delay": "0", "rotation-per-second": "18deg", loading: "eager", alt: this.place.dataset.alt ?? "" };
    for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
    // The wheel scrolls the page until the model has the focus.
    element.addEventListener("focus", () => element.removeAttribute("disable-zoom"));
    element.addEventListener("blur", () => element.setAttribute("disable-zoom", ""));
    return new Promise((resolve, reject) => {
      const end = (act, value) => { URL.revokeObjectURL(address); act(value); };
      element.addEventListener("load", () => end(resolve), { once: true });
      element.addEventListener("error", ({ detail }) => {
        if (this.element !== element) return;
        if (detail?.type === "webglcontextlost") {
          end(reject, new Refused(word("viewer.context")));
          this.fail(word("viewer.context"));
        } else end(reject, new Refused(word("viewer.broken")));
      });
      signal.addEventListener("abort", () => end(resolve), { once: true });
      element.src = address;
      this.place.append(element);
    });
  }

  fail(reason) {
    this.remove();
    if (running === this) running = null;
    this.parts.reason.textContent = reason;
    this.state("error");
  }

  remove() {
    this.stopLoading?.abort();
    this.element?.remove();
    this.element = null;
  }

  leave() {
    this.remove();
    if (running === this) running = null;
    this.state("poster");
  }

  press(name, on) {
    this.frame.querySelector(`[data-tool="${name}"]`)?.setAttribute("aria-pressed", String(on));
  }

  tool(name) {
    const { element } = this;
    if (!element) return;
    if (name === "reset") {
      this.turn(false);
      element.cameraOrbit = "30deg 75deg auto";
      element.cameraTarget = "auto auto auto";
      element.fieldOfView = "24deg";
      element.resetTurntableRotation(0);
      if (calm.matches) element.jumpCameraToGoal();
    } else if (name === "turn") this.turn(!element.autoRotate);
    else if (name === "full") this.full();
    else if (name === "help") {
      this.parts.help.hidden = !this.parts.help.hidden;
      this.press("help", !this.parts.help.hidden);
    }
  }

  // Under reduced motion nothing turns by itself, also not when asked: the arrows do.
  turn(on) {
    const may = on && !calm.matches;
    if (this.element.autoRotate !== may) this.element.autoRotate = may;
    this.press("turn", may);
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frame.requestFullscreen?.().catch(() => this.press("full", false));
  }

  key(event) {
    if (this.frame.dataset.state !== "ready" || event.ctrlKey || event.metaKey || event.altKey) return;
    const names = { r: "reset", t: "turn", f: "full", "?": "help" };
    const name = names[event.key.toLowerCase()];
    if (name) {
      event.preventDefault();
      this.tool(name);
    } else if (event.key === "+" || event.key === "=" || event.key === "-") {
      event.preventDefault();
      this.element.zoom(event.key === "-" ? -1 : 1);
    } else if (event.key === "Escape" && !document.fullscreenElement) {
      if (!this.parts.help.hidden) this.tool("help");
      else this.element.shadowRoot.activeElement?.blur();
    }
  }
}

export function start(root) {
  const frames = root instanceof Element && root.matches("[data-viewer]") ? [root] : [];
  // A region swapped a running viewer away: its canvas is free again.
  if (running && !running.frame.isConnected) running = null;
  for (const frame of [...frames, ...root.querySelectorAll("[data-viewer]")]) {
    if (started.has(frame) || !frame.dataset.src) continue;
    started.add(frame);
    new Viewer(frame);
  }
}
