// The sheet of values by keyboard: down with Enter, a pasted column fills the rows below.
(() => {
  const sheet = document.querySelector("[data-cells]");
  if (!sheet) return;

  const rows = () => [...sheet.querySelectorAll("[data-line]")].filter((row) => cellsOf(row).length);
  const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];

  // The cell in the same column of a row further on, or the last one that row has.
  const beside = (cell, step) => {
    const all = rows();
    const row = all[all.indexOf(cell.closest("[data-line]")) + step];
    const cells = row ? cellsOf(row) : [];
    return cells[Math.min(Number(cell.dataset.cell), cells.length - 1)];
  };

  const number = (text) => {
    const plain = text.normalize("NFKC").replaceAll("−", "-").replace(/[\s,%]/g, "");
    return plain === "" ? NaN : Number(plain);
  };

  // The rate as it will be kept; the server divides again.
  const reckon = (row) => {
    const out = row.querySelector("output[data-factor]");
    if (!out) return;
    const [top, bottom] = cellsOf(row).map((cell) => number(cell.value));
    const rate = (top / bottom) * Number(out.dataset.factor);
    const close = /^[%‰°]|^[^\x00-\x7f]/.test(out.dataset.unit);
    const shown = rate.toLocaleString("en", { maximumFractionDigits: 2 }).replace("-", "−");
    out.textContent = Number.isFinite(rate) ? `${shown}${close ? "" : " "}${out.dataset.unit}` : "";
  };

  sheet.addEventListener("input", (event) => {
    const row = event.target.closest("[data-line]");
    if (row) reckon(row);
  });

  sheet.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-cell]")) event.target.select();
  });

  sheet.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!target.matches("[data-cell]")) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step) return;
    event.preventDefault();
    const last = step > 0 ? target.form.querySelector("button[value=submit]") : null;
    (beside(target, step) ?? last ?? target).focus();
  });

  sheet.addEventListener("paste", (event) => {
    const start = event.target;
    if (!start.matches?.("[data-cell]")) return;
    const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    if (lines.length === 1 && !lines[0].includes("\t")) return;
    event.preventDefault();
    let cell = start;
    for (const line of lines) {
      if (!cell) break;
      const row = cell.closest("[data-line]");
      const cells = cellsOf(row).slice(cellsOf(row).indexOf(cell));
      line.split("\t").slice(0, cells.length).forEach((text, at) => {
        cells[at].value = text.trim();
      });
      reckon(row);
      cell = beside(start, rows().indexOf(row) - rows().indexOf(start.closest("[data-line]")) + 1);
    }
    start.form.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
