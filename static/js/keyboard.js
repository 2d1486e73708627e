// Single keys: "/" search, "?" the list of keys, "g" and a letter to go somewhere, "c" to make. A person may switch them
// off in that list (the cookie `keys`); they never act while something is typed, in the viewer, or where money is paid.
const YEAR = 60 * 60 * 24 * 365;
const PLACES = { h: "/", e: "/models/", l: "/library/", d: "/dashboard/" };
const AFTER_G = 1500;
const PAYING = /^\/(checkout|test-gateway)\//;

export function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog[open], [data-viewer]") !== null;
}

export function off() {
  return /(?:^|; )keys=off(?:;|$)/.test(document.cookie);
}

function keep(on) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `keys=off; Path=/; Max-Age=${on ? 0 : YEAR}; SameSite=Lax${secure}`;
}

function startList(list) {
  const box = list.querySelector("[data-keys-on]");
  box.addEventListener("change", () => keep(box.checked));
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => show(list));
  }
}

function show(list) {
  if (list.open) return;
  list.querySelector("[data-keys-on]").checked = !off();
  list.showModal();
}

export function startKeyboard() {
  const field = document.querySelector("[data-search]");
  const list = document.getElementById("keys");
  if (list) startList(list);
  for (const key of document.querySelectorAll("[data-key]")) key.hidden = off();
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (off() || PAYING.test(location.pathname) || typing(event.target)) return;
    const after = event.timeStamp - going < AFTER_G;
    going = 0;
    if (after && event.key in PLACES) location.assign(PLACES[event.key]);
    else if (event.key === "/" && field) {
      field.focus();
      field.select();
    } else if (event.key === "?" && list) show(list);
    else if (event.key === "c") location.assign("/create/");
    else if (event.key === "g") {
      going = event.timeStamp;
      return;
    } else return;
    event.preventDefault();
  });
}
