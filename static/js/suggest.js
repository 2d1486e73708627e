// What may be meant, below the search of the header: the browser's own list, filled while one types. Without a script, or
// while the network is away, the field is what it was.
const WAIT = 150;
const LEAST = 2;
const started = new WeakSet();

class Suggestions {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("datalist");
    this.list.id = `${field.id}-known`;
    this.known = new Map();
    this.clock = 0;
    field.after(this.list);
    field.setAttribute("list", this.list.id);
    field.setAttribute("autocomplete", "off");
    field.addEventListener("input", (event) => this.typed(event));
  }

  typed(event) {
    clearTimeout(this.clock);
    const chosen = this.known.get(this.field.value);
    if (chosen && !(event.inputType ?? "").startsWith("insertText")) {
      location.assign(chosen);
      return;
    }
    const text = this.field.value.trim();
    if (text.length < LEAST) this.show([]);
    else this.clock = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`/models/suggest/?q=${encodeURIComponent(text)}`, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.show([]); // the search itself goes on without them
    }
  }

  show(rows) {
    this.known = new Map(rows.map((row) => [row.text, row.url]));
    this.list.replaceChildren(...rows.map((row) => Object.assign(document.createElement("option"), { value: row.text })));
  }
}

export function start(root) {
  for (const field of root.querySelectorAll("input[data-suggest]")) {
    if (started.has(field)) continue;
    started.add(field);
    new Suggestions(field);
  }
}
