// The 3D viewer: picture first, then model-viewer, loaded only where a model stands. One canvas a page.
import { toast } from "./toast.js";
import { Size } from "./viewer-size.js";
import { announce, bytesShort, word } from "./words.js";

const ALONE_UNDER = 8_000_000; // bytes that load without being asked for
const LENS = { usual: "24deg", size: "29deg" }; // the dimension lines need room around the thing
const BACK = 4000; // ms that a lost graphics card has to come back after somebody asks for it
const TOOLS = { r: "reset", t: "turn", d: "size", b: "ground", f: "full", "?": "help" }; // by key
const VENDOR = new URL("../vendor/", import.meta.url);
const started = new WeakSet();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let running = null; // the viewer that owns the page's canvas
let library = null;
let failures = 0;
let lost = null; // the canvas whose context went; the library draws all its life on one

function loadLibrary() {
  // Every element it makes reads these from the window, and without them the decoders would come from another host.
  self.ModelViewerElement ??= {
    dracoDecoderLocation: new URL("draco/", VENDOR).href,
    ktx2TranscoderLocation: new URL("basis/", VENDOR).href,
    meshoptDecoderLocation: new URL("meshopt_decoder.js", VENDOR).href,
  };
  // A browser may keep a failed import for as long as the page lives, so another try has another address.
  library ??= import(new URL(`model-viewer.js${failures ? `?${failures}` : ""}`, VENDOR).href);
  library.catch(() => { library = null; failures += 1; });
  return library;
}

function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

class Refused extends Error {}

// After a loss the browser gives the same canvas a new context, in its own time.
function contextBack(signal) {
  if (!lost?.getContext("webgl2").isContextLost()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => reject(new Refused(word("viewer.gone"))), BACK);
    const end = () => { clearTimeout(clock); resolve(); };
    lost.addEventListener("webglcontextrestored", end, { once: true, signal });
    signal.addEventListener("abort", end, { once: true });
  });
}

// What the library says about where the camera stands, in the page's language.
function spoken() {
  const said = { "interaction-prompt": word("viewer.prompt") };
  for (const side of ["front", "right", "back", "left"]) {
    said[side] = word(`viewer.${side}`);
    said[`upper-${side}`] = word("viewer.upper", { side: said[side] });
    said[`lower-${side}`] = word("viewer.lower", { side: said[side] });
  }
  return JSON.stringify(said);
}

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
    this.size = null;
    this.stopLoading = null;
    const part = (name) => frame.querySelector(`[data-viewer-${name}]`);
    this.place = part("place");
    this.parts = Object.fromEntries(["start", "wait", "error", "tools", "help", "bytes", "progress", "reason"].map((name) => [name, part(name)]));
    this.veil = part("veil"); // over what is not for everybody's eyes
    this.veil?.addEventListener("toggle", () => this.unveiled());
    part("load")?.addEventListener("click", () => this.load(true));
    part("retry")?.addEventListener("click", () => this.load(true));
    this.parts.tools?.addEventListener("click", (event) => this.tool(event.target.closest("[data-tool]")?.dataset.tool));
    frame.addEventListener("keydown", (event) => this.key(event));
    frame.addEventListener("fullscreenchange", () => this.press("full", document.fullscreenElement === frame));
    frame.addEventListener("nexus:show", ({ detail }) => this.change(detail.src).finally(detail.done));
    this.state("poster");
    if (this.loadsAlone()) this.whenSeen();
  }

  get veiled() {
    return Boolean(this.veil) && !this.veil.open;
  }

  unveiled() {
    if (this.veiled) this.leave();
    else {
      this.state(this.frame.dataset.state);
      if (this.loadsAlone()) this.whenSeen();
    }
  }

  loadsAlone() {
    return !this.veiled && this.frame.dataset.auto === "true" && this.bytes < ALONE_UNDER && !navigator.connection?.saveData;
  }

  // The page's text and pictures go first; then only what is near the window.
  whenSeen() {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      const go = () => !running && !this.veiled && this.frame.dataset.state === "poster" && this.load(false);
      if (document.readyState === "complete") go();
      else addEventListener("load", go, { once: true });
    }, { rootMargin: "200px" });
    watch.observe(this.frame);
  }

  state(name) {
    this.frame.dataset.state = name;
    const { start, wait, error, tools, help } = this.parts;
    start.hidden = name !== "poster" || this.veiled;
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
      await contextBack(signal);
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
      if (asked) this.frame.querySelector("[data-viewer-retry]").focus({ preventScroll: true });
    }
  }

  // Another file of the same thing: the camera stays where it is, and the old one stands until the new one is there.
  async change(src) {
    this.frame.dataset.src = src;
    this.bytes = 0;
    if (this.veiled) return;
    if (this.frame.dataset.state !== "ready") return this.load(false);
    const { signal } = (this.stopLoading = new AbortController());
    try {
      const address = URL.createObjectURL(await fetchModel(src, signal, () => {}));
      const { element } = this;
      await new Promise((resolve, reject) => {
        element.addEventListener("load", resolve, { once: true });
        element.addEventListener("error", () => reject(new Refused(word("viewer.broken"))), { once: true, signal });
        signal.addEventListener("abort", resolve, { once: true });
        element.src = address;
      }).finally(() => URL.revokeObjectURL(address));
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
    const settings = { "camera-controls": "", "disable-zoom": "", "touch-action": "pan-y", "interaction-prompt": "none", "shadow-intensity": "0.7", "shadow-softness": "0.9", "tone-mapping": "aces", "camera-orbit": this.frame.dataset.camera || "30deg 75deg auto", "field-of-view": LENS.usual, "auto-rotate-delay": "0", "rotation-per-second": "18deg", loading: "eager", alt: this.place.dataset.alt ?? "", a11y: spoken() };
    for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
    // The wheel scrolls the page until the model has the focus.
    element.addEventListener("focus", () => element.removeAttribute("disable-zoom"));
    element.addEventListener("blur", () => element.setAttribute("disable-zoom", ""));
    return new Promise((resolve, reject) => {
      const end = (act, value) => { URL.revokeObjectURL(address); act(value); };
      element.addEventListener("load", () => {
        element.shadowRoot.querySelector(".userInput").style.outline = "none"; // the stage's own ring stands around it
        end(resolve);
      }, { once: true });
      element.addEventListener("error", ({ detail }) => {
        if (this.element !== element) return;
        if (detail?.type === "webglcontextlost") {
          lost = detail.sourceError.target;
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
    this.measure(false);
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
      element.cameraOrbit = this.frame.dataset.camera || "30deg 75deg auto";
      element.cameraTarget = "auto auto auto";
      element.fieldOfView = this.size ? LENS.size : LENS.usual;
      element.resetTurntableRotation(0);
      if (calm.matches) element.jumpCameraToGoal();
    } else if (name === "turn") this.turn(!element.autoRotate);
    else if (name === "size") this.measure(!this.size);
    else if (name === "ground") this.ground();
    else if (name === "picture") this.picture();
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

  measure(on) {
    if (on) {
      this.size = new Size(this.element, this.place);
      announce(this.size.said());
    } else {
      this.size?.remove();
      this.size = null;
    }
    if (this.element) this.element.fieldOfView = on ? LENS.size : LENS.usual;
    this.press("size", on);
  }

  // The other scheme on this stage alone: a dark thing may want a light ground.
  ground() {
    const { dataset } = this.frame;
    const { theme } = document.documentElement.dataset;
    const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    if (dataset.ground) delete dataset.ground;
    else dataset.ground = dark ? "light" : "dark";
    this.press("ground", Boolean(dataset.ground));
  }

  // What the canvas shows, on a clear ground.
  async picture() {
    try {
      const address = URL.createObjectURL(await this.element.toBlob({ mimeType: "image/png" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${location.pathname.split("/").filter(Boolean).at(-1) ?? "model"}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (problem) {
      console.warn(problem);
      toast(word("viewer.nopicture"), { icon: "triangle-alert", tone: "warn-c" });
    }
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frame.requestFullscreen?.().catch(() => this.press("full", false));
  }

  key(event) {
    if (this.frame.dataset.state !== "ready" || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = TOOLS[event.key.toLowerCase()];
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
