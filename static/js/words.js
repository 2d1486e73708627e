// Sentences in the page's language, from templates/components/words.html.
const shelf = document.getElementById("words")?.content;

export function word(key, values = {}) {
  const text = shelf?.querySelector(`[data-word="${key}"]`)?.textContent ?? key;
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The same figures as the template filter `bytes_short`.
export function bytesShort(size) {
  const shown = (value, digits) => value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (size < 1000) return `${size} B`;
  let value = size;
  for (const unit of ["kB", "MB", "GB"]) {
    value /= 1000;
    if (value < 999.5 || unit === "GB") return `${shown(value, value >= 10 || unit === "kB" ? 0 : 1)} ${unit}`;
  }
  return "";
}

export function announce(text) {
  const place = document.getElementById("announce");
  if (place && text && place.textContent !== text) place.textContent = text;
}
