// A button that is off stays reachable, and pressing it leads to the list of what is missing.
export function startOff() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('button[aria-disabled="true"]');
    if (!button) return;
    event.preventDefault();
    const list = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    if (!list) return;
    list.tabIndex = -1;
    list.focus({ preventScroll: true });
    list.scrollIntoView({ block: "nearest" });
  }, true);
}
