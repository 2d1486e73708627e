// Shows and hides a password that is being typed.
import { word } from "./words.js";

const started = new WeakSet();

export function startPasswords(root) {
  for (const button of root.querySelectorAll("[data-show-password]")) {
    const input = button.parentElement.querySelector("input");
    if (!input || started.has(button)) continue;
    started.add(button);
    button.hidden = false;
    button.addEventListener("click", () => {
      const show = input.type === "password";
      input.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
      button.setAttribute("aria-label", word(show ? "password.hide" : "password.show"));
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
  }
}
