// Like and save on cards. Cards are drawn once for everybody, so what this reader likes and keeps is asked for here.
// Without this script each button is a post that turns round what is so now, and comes back to this page.
import { announce, word } from "./words.js";

const started = new WeakSet();
const BELONGS = { like: "liked", save: "saved" };

function mark(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

async function press(event, form) {
  const button = event.submitter;
  const act = button?.dataset.act;
  if (!act || form.method !== "post") return;
  event.preventDefault();
  const name = BELONGS[act];
  const was = button.getAttribute("aria-pressed") === "true";
  mark(button, !was);
  const body = new FormData(form);
  body.set(name, was ? "1" : "0");
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { "X-Fragment": "1" }, signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    mark(button, (await answer.json())[name]);
    announce(button.title);
  } catch {
    mark(button, was);
    announce(word("live.offline"));
  }
}

async function fill(buttons) {
  const ids = [...new Set(buttons.map((button) => button.value))].slice(0, 100);
  const answer = await fetch(`/models/marks/?ids=${ids.join(",")}`, { signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) return;
  const marks = await answer.json();
  for (const button of buttons) mark(button, marks[BELONGS[button.dataset.act]].includes(Number(button.value)));
}

export function start(root) {
  const form = document.getElementById("acts");
  if (form && !started.has(form)) {
    started.add(form);
    form.addEventListener("submit", (event) => press(event, form));
  }
  const buttons = [...root.querySelectorAll("button[data-act]")].filter((button) => !started.has(button));
  for (const button of buttons) started.add(button);
  if (form?.method === "post" && buttons.length) fill(buttons).catch(() => {}); // the buttons work all the same
}
