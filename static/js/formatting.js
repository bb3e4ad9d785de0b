// Formatted text: buttons and keys type the signs, and what is pasted keeps its form as signs.
(() => {
  const SIGN = /^(#{1,6}\s+|[-*•]\s+|\d{1,3}[.)]\s+)/;
  const PREFIX = { heading: "## ", subheading: "### ", points: "- ", steps: (n) => `${n + 1}. ` };

  // The browser's own way of typing, so that Ctrl+Z takes it back.
  const type = (area, text, from, to) => {
    area.focus();
    area.setSelectionRange(from, to);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const lineBounds = (area) => {
    const { value, selectionStart, selectionEnd } = area;
    const end = value.indexOf("\n", selectionEnd);
    return [value.lastIndexOf("\n", selectionStart - 1) + 1, end < 0 ? value.length : end];
  };

  const prefixed = (area, prefix) => {
    const [from, to] = lineBounds(area);
    const sign = (n) => (typeof prefix === "string" ? prefix : prefix(n));
    const lines = area.value.slice(from, to).split("\n");
    const all = lines.every((line, n) => line.startsWith(sign(n)));
    const made = lines.map((line, n) => (all ? "" : sign(n)) + line.replace(SIGN, "")).join("\n");
    type(area, made, from, to);
    const at = from + made.length;
    area.setSelectionRange(lines.length > 1 ? from : at, at);
  };

  const bold = (area) => {
    const { value, selectionStart: from, selectionEnd: to } = area;
    if (value.slice(from - 2, from) === "**" && value.slice(to, to + 2) === "**") {
      type(area, value.slice(from, to), from - 2, to + 2);
      area.setSelectionRange(from - 2, to - 2);
      return;
    }
    type(area, `**${value.slice(from, to)}**`, from, to);
    area.setSelectionRange(from + 2, to + 2);
  };

  const link = (area) => {
    const { value, selectionStart: from, selectionEnd: to } = area;
    const words = value.slice(from, to) || area.dataset.words;
    type(area, `[${words}](https://)`, from, to);
    const at = from + words.length + 3;
    area.setSelectionRange(at, at + "https://".length);
  };

  const table = (area) => {
    const [, to] = lineBounds(area);
    const column = area.dataset.column;
    const gap = area.value.slice(0, to).trim() ? "\n\n" : "";
    const head = `| ${column} 1 | ${column} 2 |`;
    type(area, `${gap}${head}\n|---|---|\n|  |  |\n`, to, to);
    const at = to + gap.length + 2;
    area.setSelectionRange(at, at + `${column} 1`.length);
  };

  const format = (area, kind) => {
    if (kind === "bold") bold(area);
    else if (kind === "link") link(area);
    else if (kind === "table") table(area);
    else prefixed(area, PREFIX[kind]);
  };

  // Enter goes on with a list; on an empty point it ends the list.
  const goOn = (area) => {
    if (area.selectionStart !== area.selectionEnd) return false;
    const [from] = lineBounds(area);
    const line = area.value.slice(from, area.selectionStart);
    const [, sign, rest] = line.match(/^([-*•]\s+|\d{1,3}[.)]\s+)(.*)$/) ?? [];
    if (!sign) return false;
    if (!rest) {
      type(area, "", from, area.selectionStart);
      return true;
    }
    const next = sign.replace(/\d+/, (number) => Number(number) + 1);
    type(area, `\n${next}`, area.selectionStart, area.selectionStart);
    return true;
  };

  // What is pasted from a document or a spreadsheet, read without being shown anywhere.
  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("style, script")) return "";
    if (node.matches("br")) return "\n";
    const text = [...node.childNodes].map(inline).join("");
    if (node.matches("b, strong") && text.trim() && node.style.fontWeight !== "normal") {
      return text.replace(/^(\s*)(.*?)(\s*)$/s, "$1**$2**$3");
    }
    const target = node.matches("a[href]") ? node.getAttribute("href") : "";
    return /^https?:\/\/[^\s()]+$/.test(target) ? `[${text.trim()}](${target})` : text;
  };

  const row = (tr) => {
    const cells = [...tr.cells].map((c) => inline(c).trim().replace(/\s+/g, " ").replaceAll("|", "\\|"));
    return `| ${cells.join(" | ")} |`;
  };

  const tableText = (node) => {
    const [first, ...rest] = [...node.rows];
    if (!first) return "";
    const rule = `|${"---|".repeat(first.cells.length)}`;
    return [row(first), rule, ...rest.map(row)].join("\n");
  };

  const item = (li, n, ordered) => (ordered ? `${n + 1}. ` : "- ") + inline(li).trim().replace(/\s+/g, " ");

  const BLOCK = "h1, h2, h3, h4, h5, h6, p, div, ul, ol, table, section, article";

  const chunks = (node) => {
    const found = [];
    let line = "";
    const close = () => {
      if (line.trim()) found.push(line.trim());
      line = "";
    };
    for (const child of node.childNodes) {
      const block = child.nodeType === Node.ELEMENT_NODE && (child.matches(BLOCK) || child.querySelector(BLOCK));
      if (!block) {
        line += inline(child);
        continue;
      }
      close();
      found.push(...blockText(child));
    }
    close();
    return found;
  };

  const blockText = (node) => {
    if (node.matches("h1, h2")) return [`## ${inline(node).trim()}`];
    if (node.matches("h3, h4, h5, h6")) return [`### ${inline(node).trim()}`];
    if (node.matches("ul, ol")) {
      const items = [...node.querySelectorAll("li")];
      return [items.map((li, n) => item(li, n, node.matches("ol"))).join("\n")];
    }
    if (node.matches("table")) return [tableText(node)];
    const texts = chunks(node);
    // A word processor writes its points as paragraphs with a dot.
    if (node.matches("p")) return texts.map((text) => text.replace(/^[·•▪]\s*/, "- "));
    return texts;
  };

  const asSigns = (html) =>
    chunks(new DOMParser().parseFromString(html, "text/html").body)
      .join("\n\n")
      .replace(/^(- .*)\n\n(?=- )/gm, "$1\n");

  const paste = (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-formatted]")) return;
    const html = event.clipboardData.getData("text/html");
    if (!/<(table|ul|ol|h[1-6]|b|strong|a|p)[\s>]/i.test(html)) return;
    const text = asSigns(html);
    if (!text) return;
    event.preventDefault();
    type(area, text, area.selectionStart, area.selectionEnd);
  };

  // One stop of Tab for the bar; the arrows go along it.
  const along = (bar, key) => {
    const buttons = [...bar.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[key];
    if (to === undefined) return false;
    const next = buttons[(to + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    return true;
  };

  for (const bar of document.querySelectorAll("[data-formats]")) {
    const area = document.getElementById(bar.dataset.formats);
    bar.querySelectorAll("button").forEach((button, n) => {
      button.tabIndex = n ? -1 : 0;
    });
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-format]");
      if (button) format(area, button.dataset.format);
    });
    bar.addEventListener("keydown", (event) => {
      if (along(bar, event.key)) event.preventDefault();
    });
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      let handled = false;
      if (control && event.key.toLowerCase() === "b") {
        bold(area);
        handled = true;
      } else if (event.key === "Enter" && !control && !event.shiftKey) handled = goOn(area);
      if (handled) event.preventDefault();
    });
  }
  document.addEventListener("paste", paste);
})();
