// The studio's message field: Enter sends and Shift with Enter makes a line; what is sent comes back by the live region,
// so the page stays, with its model turned as it was. Without this script the form is a form.
import { announce, word } from "./words.js";

const started = new WeakSet();

async function send(form) {
  const field = form.elements.text;
  const text = field.value.trim();
  if (!text || form.dataset.busy) return;
  form.dataset.busy = "1";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) return form.submit(); // the page says what was wrong, and keeps the text
    field.value = "";
    fit(field);
    announce(text);
  } catch {
    announce(word("live.offline")); // it may have arrived: the text stays, and nothing is sent a second time
  } finally {
    delete form.dataset.busy;
  }
}

function fit(field) {
  field.rows = Math.min(6, field.value.split("\n").length);
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-say]")) {
    if (started.has(form)) continue;
    started.add(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
    form.elements.text.addEventListener("input", ({ target }) => fit(target));
    form.elements.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send(form);
    });
  }
}
