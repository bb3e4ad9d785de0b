// Progressive enhancement only: everything here is also a link, a form or plain CSS.
(() => {
  const root = document.documentElement;
  const YEAR = 60 * 60 * 24 * 365;

  const remember = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  };

  // Theme: the server reads the cookie and writes it into <html>, so nothing flashes.
  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  const switchTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
  };

  const switchKeys = (box) => {
    root.dataset.keys = box.checked ? "on" : "off";
    remember("keys", root.dataset.keys);
  };

  // A menu closes when the person turns to something else.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    if (event.target.closest("[data-switch-theme]")) switchTheme();
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-switch-keys]")) switchKeys(field);
    // The button repeats the choice in words; the server preselects nothing.
    const words = field.dataset.verb && field.form?.querySelector("[data-verb-out]");
    if (words) words.textContent = field.dataset.verb;
  });

  // A text area grows with its text where CSS cannot do it alone.
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (area) => {
      area.style.blockSize = "auto";
      area.style.blockSize = `${area.scrollHeight + 2}px`;
    };
    document.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) grow(event.target);
    });
    document.querySelectorAll("textarea").forEach(grow);
  }

  // Whoever signs out leaves nothing of theirs in the browser that was not sent.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-signs-out]")) return;
    try {
      const kept = Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
      for (const key of kept) localStorage.removeItem(key);
      // The page stays until the records are gone as well, or its browser would not get to it.
      const emptied = indexedDB.deleteDatabase("field-work");
      emptied.onsuccess = emptied.onerror = emptied.onblocked = () => event.target.submit();
      event.preventDefault();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  });

  // Keys. Single keys rest while the person types, and can be switched off (WCAG 2.1.4).
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
    const current = rows.findIndex((row) => row.matches("[aria-current]"));
    const at = current >= 0 ? current : rows.indexOf(document.activeElement);
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (!next) return false;
    next.focus();
    // Beside an open item, moving opens the next one; in a plain list it only moves.
    if (current >= 0 && rows.indexOf(next) !== current) next.click();
    return true;
  };

  // Open the comment of the row one stands on.
  const remark = () => {
    const row = document.activeElement?.closest("[data-row]");
    const box = row?.querySelector("[data-comment]");
    if (box) box.open = true;
    box?.querySelector("textarea")?.focus();
    return Boolean(box);
  };

  // Answers whether the key meant something here.
  const press = (key) => {
    if (key === "?") {
      document.querySelector("#keys-help")?.togglePopover();
      return true;
    }
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    if (key === "m" && remark()) return true;
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.focus();
    if (!target.matches(TYPING)) target.click();
    return true;
  };

  const send = (field) => {
    const own = field.matches("input, textarea, select") ? field.form : null;
    const form = own ?? document.querySelector("form[data-ctrl-enter]");
    const named = [...(form?.elements ?? [])].find((one) => one.matches("button") && one.querySelector("kbd"));
    form?.requestSubmit(named);
    return Boolean(form);
  };

  // After a tick or a comment the reader goes on from the same row.
  const at = document.getElementById(location.hash.slice(1));
  if (at?.matches("[data-row]")) at.focus();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  // What a worker does is looked at again and again; when it is done, the whole page is new.
  const watched = document.querySelector("[data-refresh]");
  if (watched) {
    setInterval(async () => {
      const answer = await fetch(location.href).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-refresh]");
      if (now) watched.innerHTML = now.innerHTML;
      else location.reload();
    }, Number(watched.dataset.refresh));
  }

  // The check beside a form reads what is typed; without a script, what was saved last.
  const panel = document.querySelector("[data-check-panel]");
  const checked = document.querySelector("form[data-check]");
  if (panel && checked) {
    let waiting;
    let latest = 0;
    const check = async () => {
      const turn = ++latest;
      const answer = await fetch(checked.dataset.check, {
        method: "POST",
        body: new FormData(checked),
      }).catch(() => null);
      if (answer?.ok && turn === latest) panel.innerHTML = await answer.text();
    };
    checked.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(check, 500);
    });
  }

  // What is being made says how far it is; without a script the page is loaded again by hand.
  const BEAT = 2000;
  const follow = async () => {
    const shown = document.querySelector("[data-follow]");
    if (!shown) return;
    const answer = await fetch(location.href).catch(() => null);
    const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
    const next = page.getElementById(shown.id);
    if (next && next.innerHTML !== shown.innerHTML) shown.innerHTML = next.innerHTML;
    if (next && !next.matches("[data-follow]")) shown.removeAttribute("data-follow");
    setTimeout(follow, BEAT);
  };
  setTimeout(follow, BEAT);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key, target } = event;
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    let handled = false;
    if (key === "Escape") closeMenus();
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) handled = send(target);
    else if (!modified && root.dataset.keys !== "off" && !target.closest(TYPING)) {
      handled = press(key.toLowerCase());
    }
    if (handled) event.preventDefault();
  });
})();
