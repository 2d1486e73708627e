// The colour scheme's three-way switch. The server reads the cookie, so the next page does not flash.
const YEAR = 60 * 60 * 24 * 365;

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

function keep(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${theme ? YEAR : 0}; SameSite=Lax${secure}`;
}

function kept() {
  return document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/)?.[1] ?? "";
}

export function startTheme() {
  for (const group of document.querySelectorAll("[data-theme-switch]")) {
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      keep(button.value);
      show(button.value);
    });
  }
  show(kept());
  addEventListener("pageshow", (event) => event.persisted && show(kept()));
}
