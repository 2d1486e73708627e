// Asks before a destructive post: <form data-confirm="Question?" data-confirm-text data-confirm-yes data-confirm-no>.
import { word } from "./words.js";

let count = 0;

function button(text, kind, value) {
  const made = document.createElement("button");
  made.type = "submit";
  made.value = value;
  made.className = `btn ${kind}`;
  made.textContent = text;
  return made;
}

// Resolves to true when the person answered yes. The safe answer comes first and has the focus.
export function ask({ question, text, yes, no }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "stack";
  const title = document.createElement("h2");
  title.className = "h-3";
  title.id = `dialog-${(count += 1)}`;
  title.textContent = question;
  dialog.setAttribute("aria-labelledby", title.id);
  form.append(title);
  if (text) {
    const line = document.createElement("p");
    line.className = "quiet";
    line.textContent = text;
    form.append(line);
  }
  const answers = document.createElement("div");
  answers.className = "row";
  const safe = button(no || word("dialog.no"), "btn-plain", "");
  safe.autofocus = true;
  answers.append(safe, button(yes || word("dialog.yes"), "btn-danger", "yes"));
  form.append(answers);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const answer = dialog.returnValue === "yes";
      dialog.remove();
      resolve(answer);
    });
  });
}

export function startDialogs() {
  const answered = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.confirm || answered.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { confirm: question, confirmText: text, confirmYes: yes, confirmNo: no } = form.dataset;
    const submitter = event.submitter;
    if (!(await ask({ question, text, yes, no }))) return submitter?.focus();
    answered.add(form);
    form.requestSubmit(submitter);
    answered.delete(form);
  }, true);
}
