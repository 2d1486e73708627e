// Before the first paint of the staff console: its <html> is Django's, so the cookie is read here.
document.documentElement.dataset.theme = document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/)?.[1] ?? "";
