// <form data-upload data-max-bytes="…">: sends the files with progress, a way to stop, and what was typed kept on failure.
// Parts inside: [data-drop], [data-upload-progress] (hidden), its <progress>, [data-upload-text], [data-upload-stop].
import { keepToasts } from "./toast.js";
import { announce, bytesShort, word } from "./words.js";

const started = new WeakSet();

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[type="file"]');
    this.box = form.querySelector("[data-upload-progress]");
    this.bar = this.box?.querySelector("progress");
    this.text = this.box?.querySelector("[data-upload-text]");
    this.xhr = null;
    this.leaving = (event) => event.preventDefault();
    form.addEventListener("submit", (event) => this.send(event));
    this.input?.addEventListener("change", () => this.weigh());
    this.box?.querySelector("[data-upload-stop]")?.addEventListener("click", () => this.xhr?.abort());
    for (const zone of form.querySelectorAll("[data-drop]")) this.droppable(zone);
  }

  droppable(zone) {
    let depth = 0;
    const over = (on) => zone.toggleAttribute("data-over", on);
    zone.addEventListener("dragenter", () => { depth += 1; over(true); });
    zone.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) over(false); });
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      over(false);
      if (!event.dataTransfer.files.length || !this.input) return;
      this.input.files = event.dataTransfer.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  weigh() {
    const limit = Number(this.form.dataset.maxBytes);
    const heavy = limit ? [...this.input.files].find((file) => file.size > limit) : undefined;
    const sentence = heavy ? word("upload.large", { name: heavy.name, size: bytesShort(heavy.size), limit: bytesShort(limit) }) : "";
    this.input.setCustomValidity(sentence);
    if (sentence) this.input.reportValidity();
    return !sentence;
  }

  send(event) {
    event.preventDefault();
    if (this.xhr || !this.weigh()) return;
    const body = new FormData(this.form, event.submitter);
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

export function start(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (started.has(form)) continue;
    started.add(form);
    new Upload(form);
  }
}
