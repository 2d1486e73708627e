// The staff console: the scheme switch, confirmations, and what a page's own markup asks for.
import { startDialogs } from "./dialog.js";
import { startMenus } from "./menu.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toast.js";

startTheme();
startMenus();
startDialogs();
startToasts();
document.querySelector("[data-focus]")?.focus();
if (document.querySelector("[data-viewer]")) import("./viewer.js").then(({ start }) => start(document));
if (document.querySelector("[data-live]")) import("./live.js").then(({ start }) => start(document));
