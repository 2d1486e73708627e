// Line numbers beside a source, and the place of what is wrong with it; without this the field is a plain one.
const started = new WeakSet();

class Source {
  constructor(area) {
    this.area = area;
    this.gutter = area.parentElement.querySelector(".source-gutter");
    this.count = 0;
    const form = area.form;
    this.line = Number(form.dataset.errorLine ?? 0);
    this.gutter.hidden = false;
    area.addEventListener("input", () => {
      this.line = 0;
      this.number();
    });
    area.addEventListener("scroll", () => this.follow());
    this.number();
    if (this.line) this.show(this.line, Number(form.dataset.errorColumn ?? 0));
  }

  number() {
    const count = this.area.value.split("\n").length;
    const key = `${count}/${this.line}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.gutter.replaceChildren(
      ...Array.from({ length: count }, (_, at) => {
        const row = document.createElement("span");
        row.textContent = `${at + 1}\n`;
        if (at + 1 === this.line) row.className = "wrong";
        return row;
      }),
    );
    this.follow();
  }

  follow() {
    this.gutter.scrollTop = this.area.scrollTop;
  }

  // The caret to the place, with some lines above it in view.
  show(line, column) {
    const lines = this.area.value.split("\n");
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const from = before + Math.max(0, Math.min(column - 1, lines[line - 1]?.length ?? 0));
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(column ? from : before, column ? from + 1 : before + (lines[line - 1]?.length ?? 0));
    this.area.scrollTop = Math.max(0, line - 5) * (this.area.scrollHeight / lines.length);
    this.follow();
  }
}

export function start(root) {
  for (const area of root.querySelectorAll("textarea[data-source]")) {
    if (started.has(area)) continue;
    started.add(area);
    new Source(area);
  }
}
