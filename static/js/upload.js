// <form data-upload data-max-bytes="…">: sends the files with progress, a way to stop, and what was typed kept on failure.
// Parts inside: [data-drop], [data-upload-progress] (hidden), its <progress>, [data-upload-text], [data-upload-stop].
// With data-tus="/api/v1/uploads" files go in parts: [data-upload-pause] pauses, and a file that was left under way goes
// on when it is chosen again. data-model="7" names the listing; without it one is made and its page opened.
import { known, Paused, Refusal, Sender, sentence } from "./tus.js";
import { keepToasts } from "./toast.js";
import { announce, bytesShort, word } from "./words.js";
import { zipped } from "./zip.js";

const started = new WeakSet();
const COMES_WITH_OTHERS = /\.(obj|gltf)$/i;
const MODELS = /\.(glb|gltf|obj|stl|ply|3mf|usdz|fbx|zip)$/i;

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[type="file"]');
    this.box = form.querySelector("[data-upload-progress]");
    this.bar = this.box?.querySelector("progress");
    this.text = this.box?.querySelector("[data-upload-text]");
    this.pausing = this.box?.querySelector("[data-upload-pause]");
    this.xhr = null;
    this.sender = null;
    this.dropped = null;
    this.leaving = (event) => event.preventDefault();
    form.addEventListener("submit", (event) => this.send(event));
    this.input?.addEventListener("change", () => { this.dropped = null; this.weigh(); this.plan(); });
    this.box?.querySelector("[data-upload-stop]")?.addEventListener("click", () => this.stop());
    this.pausing?.addEventListener("click", () => (this.sender ? this.pause() : this.send()));
    for (const zone of form.querySelectorAll("[data-drop]")) this.droppable(zone);
    if (this.input && this.inParts) this.input.multiple = true;
    if (this.inParts) this.remind();
  }

  get inParts() {
    return Boolean(this.form.dataset.tus);
  }

  droppable(zone) {
    let depth = 0;
    const over = (on) => zone.toggleAttribute("data-over", on);
    zone.addEventListener("dragenter", () => { depth += 1; over(true); });
    zone.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) over(false); });
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      depth = 0;
      over(false);
      if (!event.dataTransfer.files.length || !this.input) return;
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      if (this.inParts && entries.some((entry) => entry.isDirectory)) {
        this.dropped = (await Promise.all(entries.map((entry) => filesIn(entry)))).flat();
        this.plan();
        return;
      }
      this.input.files = event.dataTransfer.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  get chosen() {
    return this.dropped ?? [...this.input.files].map((file) => ({ path: file.name, file }));
  }

  weigh() {
    const limit = Number(this.form.dataset.maxBytes);
    const heavy = limit ? this.chosen.map(({ file }) => file).find((file) => file.size > limit) : undefined;
    const told = heavy ? word("upload.large", { name: heavy.name, size: bytesShort(heavy.size), limit: bytesShort(limit) }) : "";
    this.input.setCustomValidity(told);
    if (told) this.input.reportValidity();
    return !told;
  }

  // What will be sent: one model with its companions as a zip, else each model by itself.
  planned() {
    const files = this.chosen;
    const models = files.filter(({ path }) => MODELS.test(path));
    const main = models.find(({ path }) => COMES_WITH_OTHERS.test(path));
    if (main && files.length > models.length) return { packed: files, name: `${main.path.split("/").pop().replace(/\.[^.]+$/, "")}.zip` };
    return { files: (models.length ? models : files).map(({ file }) => file) };
  }

  plan() {
    if (!this.inParts || !this.chosen.length || !this.box) return;
    const { packed, files } = this.planned();
    this.box.hidden = false;
    this.buttons(false);
    this.say(packed ? word("upload.packed", { count: packed.length }) : word("upload.planned", { count: files.length }), 0);
  }

  remind() {
    const rows = known(this.form.dataset.model);
    if (!rows.length || !this.box) return;
    this.box.hidden = false;
    this.buttons(false);
    this.say(word("upload.again", { name: rows[0].name }), 0);
  }

  buttons(on) {
    for (const button of this.box.querySelectorAll("button")) button.hidden = !on;
    if (this.pausing) this.pausing.textContent = word(this.sender ? "upload.pause" : "upload.resume");
  }

  send(event) {
    event?.preventDefault();
    if (this.xhr || this.sender || !this.weigh()) return;
    if (this.inParts && this.chosen.length) return void this.sendInParts();
    const body = new FormData(this.form, event?.submitter);
    const xhr = new XMLHttpRequest();
    this.xhr = xhr;
    xhr.open(this.form.method, this.form.action);
    xhr.responseType = "document";
    xhr.upload.addEventListener("progress", (step) => this.show(step));
    xhr.upload.addEventListener("load", () => this.say(word("upload.checking"), null));
    xhr.addEventListener("load", () => this.answer(xhr));
    xhr.addEventListener("error", () => this.end(word("upload.network")));
    xhr.addEventListener("abort", () => this.end(word("upload.stopped")));
    this.busy(true);
    xhr.send(body);
  }

  async sendInParts() {
    const { packed, files, name } = this.planned();
    const token = this.form.querySelector('[name="csrfmiddlewaretoken"]').value;
    this.sender = new Sender(this.form.dataset.tus, token, {
      onProgress: (done, total) => this.say(word("upload.sending", { done: bytesShort(done), total: bytesShort(total) }), Math.round((100 * done) / total), false),
    });
    this.busy(true);
    this.buttons(true);
    try {
      const all = packed ? [await zipped(packed, name)] : files;
      const place = this.form.dataset.model;
      this.model ||= place || known("").find((row) => all.some((file) => file.name === row.name))?.model || (await this.draft(all[0].name, token));
      for (const file of all) await this.sender.send(file, this.model, place);
      this.say(word("upload.checking"), null);
      removeEventListener("beforeunload", this.leaving);
      location.assign(this.form.dataset.done.replace("/0/", `/${this.model}/`));
    } catch (failure) {
      this.sender = null;
      if (failure instanceof Paused) this.hold(this.stopped ? word("upload.stopped") : word("upload.paused"));
      else if (failure instanceof Refusal) this.hold(failure.message);
      else this.hold(word("upload.lost"));
      if (!(failure instanceof Paused || failure instanceof Refusal)) addEventListener("online", () => this.send(), { once: true });
    }
  }

  async draft(filename, token) {
    const name = filename.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ").trim().slice(0, 120) || filename;
    const answer = await fetch(this.form.dataset.models, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ name: name[0].toUpperCase() + name.slice(1) }) });
    if (!answer.ok) throw new Refusal(await sentence(answer));
    return (await answer.json()).id;
  }

  pause() {
    this.stopped = false;
    this.sender?.pause();
  }

  async stop() {
    if (this.xhr) return this.xhr.abort();
    this.stopped = true;
    await this.sender?.stop();
  }

  // Not going on just now: what was chosen stays, and one press goes on.
  hold(text) {
    this.busy(false);
    this.box.hidden = false;
    this.buttons(true);
    this.say(text);
  }

  show({ loaded, total, lengthComputable }) {
    if (!lengthComputable) return;
    this.say(word("upload.sending", { done: bytesShort(loaded), total: bytesShort(total) }), Math.round((100 * loaded) / total), false);
  }

  say(text, percent, aloud = true) {
    if (this.text) this.text.textContent = text;
    if (this.bar && percent === null) this.bar.removeAttribute("value");
    else if (this.bar && percent !== undefined) this.bar.value = percent;
    if (aloud) announce(text);
  }

  busy(on) {
    if (this.box) this.box.hidden = !on;
    for (const button of this.form.querySelectorAll('button[type="submit"], button:not([type])')) {
      button.toggleAttribute("aria-busy", on);
      button.setAttribute("aria-disabled", String(on));
    }
    if (on) addEventListener("beforeunload", this.leaving);
    else removeEventListener("beforeunload", this.leaving);
  }

  end(text) {
    this.xhr = null;
    this.busy(false);
    if (this.box) this.box.hidden = false;
    this.say(text, 0);
  }

  // A redirect was followed: go there, with the messages it showed. Else the page came back with its errors.
  answer(xhr) {
    const page = xhr.response;
    const elsewhere = xhr.responseURL && new URL(xhr.responseURL).href !== new URL(this.form.action).href;
    if (xhr.status >= 200 && xhr.status < 300 && elsewhere) {
      removeEventListener("beforeunload", this.leaving);
      if (page) keepToasts(page);
      return location.assign(xhr.responseURL);
    }
    const fresh = page?.querySelector("form[data-upload]");
    if (!fresh) return this.end(word("upload.server", { status: xhr.status }));
    this.xhr = null;
    this.busy(false);
    document.getElementById("content").replaceChildren(...document.adoptNode(page.getElementById("content")).childNodes);
    document.querySelector("[data-focus]")?.focus();
    document.getElementById("content").dispatchEvent(new CustomEvent("nexus:swapped", { bubbles: true }));
  }
}

// Everything in a dropped folder, by its path there.
async function filesIn(entry, before = "") {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    return [{ path: `${before}${entry.name}`, file }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const batch = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!batch.length) return found;
    found.push(...(await Promise.all(batch.map((one) => filesIn(one, `${before}${entry.name}/`)))).flat());
  }
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (started.has(form)) continue;
    started.add(form);
    new Upload(form);
  }
}
