// "/" goes to the search field, unless the person is typing.
function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog[open], model-viewer") !== null;
}

export function startKeyboard() {
  const field = document.querySelector("[data-search]");
  if (!field) return;
  for (const key of document.querySelectorAll("[data-key]")) key.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
