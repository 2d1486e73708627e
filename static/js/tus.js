// One file sent in parts (tus 1.0): it can pause, it comes back after a lost connection, and after the page was left.
const PART = 8 * 2 ** 20;
const TRIES = 6;
const KEPT = "nexus.upload:";
const DAY = 86_400_000;

export class Refusal extends Error {}
export class Paused extends Error {}

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// What is kept of a file that is under way, so that choosing it again goes on where it stopped.
export function mark(file, model) {
  return `${KEPT}${model || "new"}:${file.name}:${file.size}:${file.lastModified}`;
}

export function known(model) {
  const found = [];
  for (let number = 0; number < localStorage.length; number += 1) {
    const key = localStorage.key(number);
    if (!key.startsWith(`${KEPT}${model || "new"}:`)) continue;
    const row = read(key);
    if (row) found.push(row);
  }
  return found;
}

function read(key) {
  try {
    const row = JSON.parse(localStorage.getItem(key));
    if (row && row.at > Date.now() - DAY) return row;
    localStorage.removeItem(key);
  } catch { /* somebody else's words under our name, or no storage here */ }
  return null;
}

export class Sender {
  constructor(url, token, { onProgress }) {
    this.url = url;
    this.token = token;
    this.onProgress = onProgress;
    this.paused = false;
    this.xhr = null;
    this.at = "";
  }

  // Sends the whole file, or throws Paused, Refusal (with the server's sentence), or Error for a lost connection.
  async send(file, model, place = model) {
    const key = mark(file, place);
    const row = read(key);
    let offset = 0;
    this.at = row?.url ?? "";
    if (this.at) offset = (await this.offset()) ?? -1;
    if (!this.at || offset < 0) {
      this.at = await this.begin(file, model);
      offset = 0;
      localStorage.setItem(key, JSON.stringify({ url: this.at, name: file.name, model, at: Date.now() }));
    }
    this.forget = () => localStorage.removeItem(key);
    let failures = 0;
    while (offset < file.size) {
      if (this.paused) throw new Paused();
      try {
        offset = await this.part(file, offset);
        failures = 0;
      } catch (failure) {
        if (this.paused) throw new Paused();
        if (failure instanceof Refusal) throw failure;
        failures += 1;
        if (failures >= TRIES) throw failure;
        await wait(500 * 2 ** failures);
        const come = await this.offset().catch(() => null);
        if (come !== null) offset = come;
      }
    }
    this.forget();
    return this.at;
  }

  async begin(file, model) {
    const told = [`filename ${base64(file.name)}`, ...(model ? [`model_id ${base64(String(model))}`] : [])];
    const answer = await fetch(this.url, { method: "POST", headers: { ...this.headers(), "Upload-Length": file.size, "Upload-Metadata": told.join(",") } });
    if (!answer.ok) throw new Refusal(await sentence(answer));
    return answer.headers.get("Location");
  }

  // Bytes that have come, or null where the server knows nothing of this upload any more.
  async offset() {
    const answer = await fetch(this.at, { method: "HEAD", headers: this.headers() });
    return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
  }

  part(file, offset) {
    return new Promise((done, fail) => {
      const xhr = new XMLHttpRequest();
      this.xhr = xhr;
      xhr.open("PATCH", this.at);
      for (const [name, value] of Object.entries(this.headers())) xhr.setRequestHeader(name, value);
      xhr.setRequestHeader("Content-Type", "application/offset+octet-stream");
      xhr.setRequestHeader("Upload-Offset", offset);
      xhr.upload.addEventListener("progress", (step) => this.onProgress(offset + step.loaded, file.size));
      xhr.addEventListener("load", () => {
        if (xhr.status === 204) return done(Number(xhr.getResponseHeader("Upload-Offset")));
        if (xhr.status === 409 || xhr.status >= 500) return fail(new Error(`answer ${xhr.status}`));
        return fail(new Refusal(said(xhr.responseText) || `answer ${xhr.status}`));
      });
      xhr.addEventListener("error", () => fail(new Error("network")));
      xhr.addEventListener("abort", () => fail(new Error("stopped")));
      xhr.send(file.slice(offset, offset + PART));
    });
  }

  pause() {
    this.paused = true;
    this.xhr?.abort();
  }

  async stop() {
    this.pause();
    this.forget?.();
    if (this.at) await fetch(this.at, { method: "DELETE", headers: this.headers() }).catch(() => undefined);
  }

  headers() {
    return { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token };
  }
}

function said(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return "";
  }
}

export async function sentence(answer) {
  return said(await answer.text()) || `answer ${answer.status}`;
}
