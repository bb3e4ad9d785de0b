// Field work without a network. What is typed stays in this browser; a record that could not be sent
// waits here with its photos and goes out by itself, by the key of its form: however often it is
// sent, it counts once. Without a script the form is a form.
(() => {
  const box = document.querySelector("[data-outbox]");
  if (!box) return;
  const { shelf, key, texts, put, fill, clock } = kept;
  const RETRY = 5_000;
  const url = box.dataset.outbox;
  const reader = box.dataset.reader;
  const place = `draft:${reader}:${url}`;
  const card = box.querySelector("[data-waiting]");
  const SAYS_ITSELF = /^(held|unsent|signed-out|restored)$/;

  let said = "";
  let timer = 0;
  let sending = false;

  const form = () => document.querySelector("form[data-field]");
  const token = () => box.querySelector("[name=csrfmiddlewaretoken]").value;

  const say = (state) => {
    said = state;
    for (const one of box.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
  };

  // Records that wait, with their photos

  const opened = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open("field-work", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("records", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });

  const store = async (mode, act) => {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const change = base.transaction("records", mode);
        const asked = act(change.objectStore("records"));
        change.oncomplete = () => done(asked.result);
        change.onabort = () => fail(change.error);
      });
    } finally {
      base.close();
    }
  };

  const hold = (record) => store("readwrite", (records) => records.put(record));
  const drop = (record) => store("readwrite", (records) => records.delete(record.key));
  const held = async () => {
    const all = await store("readonly", (records) => records.getAll()).catch(() => []);
    return all.filter((record) => record.reader === reader).sort((a, b) => a.at - b.at);
  };

  const line = (record) => {
    const shown = card.querySelector("template").content.cloneNode(true);
    fill(shown, { label: record.label, time: clock(record.at) });
    shown.querySelector("[data-refused]").hidden = !record.refused;
    shown.querySelector("[data-put-back]").dataset.putBack = record.key;
    return shown;
  };

  const show = async () => {
    const records = await held();
    card.hidden = !records.length;
    fill(card, { number: records.length });
    card.querySelector("[data-held]").replaceChildren(...records.map(line));
    return records;
  };

  // Sending

  const send = async (record) => {
    const body = new FormData();
    for (const [name, value] of record.entries) body.append(name, value);
    body.set("csrfmiddlewaretoken", token());
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (answer.status === 409) return { state: "refused", page: await answer.text() };
    if (answer.redirected || !answer.ok) return { state: "signed-out" };
    return answer.json();
  };

  const sendHeld = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    let gone = 0;
    try {
      for (const record of (await held()).filter((one) => !one.refused)) {
        const answer = await send(record);
        if (answer.state === "signed-out") return say("signed-out");
        if (answer.state === "refused") await hold({ ...record, refused: true });
        else {
          await drop(record);
          gone += 1;
        }
      }
    } catch {
      timer = setTimeout(sendHeld, RETRY);
    } finally {
      sending = false;
      const left = await show();
      if (gone && !left.length) say("sent");
    }
  };

  // The form

  const keep = () => {
    const shown = form();
    const draft = { at: Date.now(), key: shown.elements.key.value, texts: texts(shown) };
    shelf((s) => s.setItem(place, JSON.stringify(draft)));
  };
  const forget = () => shelf((s) => s.removeItem(place));

  const clear = () => {
    forget();
    form().reset();
    form().elements.key.value = key();
  };

  const restore = (draft) => {
    const shown = form();
    shown.elements.key.value = draft.key;
    for (const [name, values] of Object.entries(draft.texts)) put(shown, name, values);
  };

  const written = (submitter) => {
    const shown = form();
    return {
      key: shown.elements.key.value,
      reader,
      at: Date.now(),
      label: shown.elements.place.value || "—",
      entries: [...new FormData(shown, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken"),
    };
  };

  // What the server did not take comes back as the page that says so; the photos stay chosen.
  const correct = (page) => {
    const answer = new DOMParser().parseFromString(page, "text/html");
    const next = document.adoptNode(answer.querySelector("form[data-field]"));
    const chosen = form().elements.photos.files;
    form().replaceWith(next);
    next.elements.photos.files = chosen;
    document.title = answer.title;
    say("");
    next.querySelector(".error-summary")?.focus();
  };

  const submit = async (submitter) => {
    const record = written(submitter);
    sending = true;
    say("sending");
    try {
      const answer = await send(record);
      if (answer.state === "refused") return correct(answer.page);
      if (answer.state === "saved") {
        forget();
        return location.assign(answer.url);
      }
      await hold(record);
      clear();
      say("signed-out");
    } catch {
      try {
        await hold(record);
        clear();
        say("held");
        timer = setTimeout(sendHeld, RETRY);
      } catch {
        say("unsent");
      }
    } finally {
      sending = false;
    }
    await show();
    box.scrollIntoView({ block: "center" });
  };

  // Where the form is another page, that page puts it back; what is typed there is not written over.
  const putBack = async (wanted) => {
    if (!form()) return location.assign(`${url}#${wanted}`);
    if (shelf((s) => s.getItem(place))) return say("typed");
    const record = (await held()).find((one) => one.key === wanted);
    if (!record) return;
    const found = {};
    const photos = new DataTransfer();
    for (const [name, value] of record.entries) {
      if (value instanceof File) value.size && photos.items.add(value);
      else (found[name] ??= []).push(value);
    }
    form().reset();
    restore({ key: record.key, texts: found });
    form().elements.photos.files = photos.files;
    await drop(record);
    keep();
    await show();
    form().requestSubmit(form().querySelector(`[name=then][value="${found.then?.[0] ?? ""}"]`));
  };

  document.addEventListener("input", (event) => {
    if (event.target.form?.matches("form[data-field]")) keep();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-field]")) return;
    event.preventDefault();
    if (!sending) submit(event.submitter);
  });

  box.addEventListener("click", (event) => {
    const back = event.target.closest("[data-put-back]");
    if (back) putBack(back.dataset.putBack);
    if (event.target.closest("[data-start-anew]")) {
      clear();
      say("");
      form().querySelector("input:not([type=hidden])").focus();
    }
  });

  addEventListener("offline", () => form() && say("offline"));
  addEventListener("online", () => {
    if (!SAYS_ITSELF.test(said)) say("");
    sendHeld();
  });

  const draft = form() && JSON.parse(shelf((s) => s.getItem(place)) ?? "null");
  if (draft) {
    restore(draft);
    say("restored");
  }
  if (!navigator.onLine && form()) say("offline");
  if (location.hash && form()) putBack(location.hash.slice(1));
  sendHeld();
})();
