// The one script of every page: small behaviours at once, larger ones only where their markup stands.
import { startDialogs } from "./dialog.js";
import { startKeyboard } from "./keyboard.js";
import { startMenus } from "./menu.js";
import { startOff } from "./off.js";
import { startOffline } from "./offline.js";
import { startPasswords } from "./password.js";
import { startSliders } from "./slider.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toast.js";

const later = [
  ["[data-viewer]", () => import("./viewer.js")],
  ["form[data-shape]", () => import("./shape.js")],
  ["[data-live]", () => import("./live.js")],
  ["form[data-say]", () => import("./say.js")],
  ["[data-poll]", () => import("./poll.js")],
  ["[data-buybar]", () => import("./buybar.js")],
  ["[data-found]", () => import("./filters.js")],
  ["input[data-suggest]", () => import("./suggest.js")],
  ["[data-film]", () => import("./film.js")],
  ["button[data-act]", () => import("./acts.js")],
  ["[data-turn]", () => import("./turn.js")],
  ["[data-pose]", () => import("./pose.js")],
  ["[data-fee]", () => import("./autosave.js")],
  ["[data-review]", () => import("./review.js")],
  ["textarea[data-source]", () => import("./source.js")],
  ["form[data-upload]", () => import("./upload.js")],
  ["form[data-photo], form[data-photo-drop]", () => import("./photo.js")],
];

// Called for the whole page, and again for what live.js or poll.js swapped in; every module skips what it has started.
export async function enhance(root = document) {
  startPasswords(root);
  await Promise.all(
    later.map(async ([selector, load]) => {
      if (root.querySelector(selector) || (root instanceof Element && root.matches(selector))) (await load()).start(root);
    }),
  );
}

startTheme();
startMenus();
startDialogs();
startKeyboard();
startToasts();
startOff();
startOffline();
startSliders();
document.addEventListener("nexus:swapped", (event) => enhance(event.target));
document.querySelector("[data-focus]")?.focus();
enhance();
