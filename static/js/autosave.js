// Saves a form half a second after the last edit, one request at a time, by the same door as its
// button. What could not be saved stays in this browser until it is, or until its writer signs out.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 500;
  const BEAT = 20_000;
  const RETRY = 5_000;

  const line = document.querySelector("[data-save-state]");
  const conflict = document.querySelector("[data-conflict]");
  const offer = document.querySelector("[data-offer]");
  const present = document.querySelector("[data-present]");
  const changed = document.querySelector("[data-changed]");
  const place = `draft:${form.dataset.reader}:${location.pathname}:`;
  const here = place + Date.now();

  let timer = 0;
  let sending = null;
  let unanswered = null;
  let saved = "";
  let disputed = null;
  let waiting = false;
  let leaving = false;

  const { shelf, key, fill, clock } = kept;
  const fields = () => kept.fields(form);
  const named = (name) => fields().filter((field) => field.name === name);
  const texts = () => kept.texts(form);
  const put = (name, values) => kept.put(form, name, values);
  const now = () => JSON.stringify(texts());
  const unsaved = () => now() !== saved;
  const say = (state, words = {}) => {
    for (const one of line.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
    fill(line, words);
    line.dataset.saveState = state;
  };

  // Where the browser keeps nothing, the warning before leaving is all there is.
  const keep = () => shelf((s) => s.setItem(here, JSON.stringify({ at: Date.now(), texts: texts() })));
  const forget = (key = here) => shelf((s) => s.removeItem(key));

  const request = async (url, body) => {
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (answer.status >= 500) throw new Error(String(answer.status));
    return answer.json();
  };

  const read = (versions) => {
    for (const [name, version] of Object.entries(versions)) form.elements[name].value = version;
  };

  // What somebody else has changed in other fields, unless it has been typed over since it was sent.
  const adopt = (others, sent) => {
    const before = JSON.parse(sent);
    const mine = texts();
    for (const [name, values] of Object.entries(others ?? {})) {
      if (JSON.stringify(mine[name]) === JSON.stringify(before[name])) put(name, values);
      before[name] = values;
    }
    return JSON.stringify(before);
  };

  const together = (names) => {
    present.hidden = !names;
    fill(present, { names });
  };

  const settle = (answer, sent) => {
    unanswered = null;
    if (answer.state === "saved") {
      read(answer.versions);
      saved = adopt(answer.fields, sent);
      waiting = Boolean(answer.left);
      together(answer.others);
      const preview = document.querySelector("[data-preview]");
      if (preview) preview.innerHTML = answer.html;
      changed.hidden = true;
      if (unsaved()) return schedule();
      if (!waiting) forget();
      return say(waiting ? "partly" : "saved", { time: answer.at });
    }
    if (answer.state === "conflict") {
      adopt(answer.fields, sent);
      return dispute(answer);
    }
    return say(answer.state, { why: answer.sentence ?? "" });
  };

  // Without an answer nobody knows whether it was saved: the same is sent again with the same key.
  const attempt = async () => {
    if (!unanswered) {
      const body = new URLSearchParams(new FormData(form));
      body.set("key", key());
      unanswered = { body, sent: now() };
    }
    const { body, sent } = unanswered;
    try {
      settle(await request(form.dataset.autosave, body), sent);
    } catch {
      say("offline");
      schedule(RETRY);
    }
  };

  const save = () => {
    clearTimeout(timer);
    if (disputed || !(unsaved() || unanswered)) return Promise.resolve();
    sending ??= (say("saving"), attempt()).finally(() => {
      sending = null;
    });
    return sending;
  };

  const schedule = (pause = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  // Two people, one field

  const part = (text) => {
    const shown = conflict.querySelector("template").content.cloneNode(true);
    fill(shown, { label: text.label, theirs: text.theirs || "—" });
    shown.querySelector("[data-difference]").innerHTML = text.difference;
    return shown;
  };

  const dispute = (answer) => {
    disputed = answer;
    fill(conflict, { who: answer.who, time: answer.at });
    conflict.querySelector("[data-parts]").replaceChildren(...answer.texts.map(part));
    conflict.hidden = false;
    say("conflict");
    conflict.scrollIntoView({ block: "nearest" });
  };

  // Where the disputed texts are all there is, taking the others leaves nothing to save.
  const onlyArea = (both) => both.length === Object.keys(texts()).length;

  const choose = (choice) => {
    const { versions, texts: both, who, at } = disputed;
    for (const { name, theirs, values } of both) {
      const [field] = named(name);
      if (choice === "theirs") put(name, values ?? [theirs]);
      if (choice === "both" && field.type === "textarea") {
        field.value = `${field.value}\n\n—— ${who} ${at} ——\n${theirs}`;
      }
    }
    read(versions);
    disputed = null;
    unanswered = null;
    conflict.hidden = true;
    named(both[0].name)[0].focus();
    if (choice === "theirs" && onlyArea(both)) {
      saved = now();
      forget();
      say("saved", { time: at });
    } else if (choice === "both") {
      keep();
      say("merging");
    } else save();
  };

  conflict.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(button.dataset.choose);
  });

  // Text of an earlier visit that was never saved

  const left = () =>
    shelf((s) =>
      Object.keys(s)
        .filter((one) => one.startsWith(place))
        .sort()
        .map((one) => ({ one, ...JSON.parse(s.getItem(one)) }))
        .filter(({ one, texts: kept }) => {
          const differs = differing(kept).length > 0;
          if (!differs) forget(one);
          return differs;
        }),
    ) ?? [];

  const differing = (kept) => {
    const here = texts();
    return Object.keys(kept).filter((name) => here[name] && String([kept[name]].flat()) !== String(here[name]));
  };

  const propose = () => {
    const found = left().pop();
    if (!found) return;
    const names = differing(found.texts);
    const read = (name) => {
      const values = [found.texts[name]].flat();
      const option = [...(named(name)[0].options ?? [])].find((one) => one.value === values[0]);
      return option?.text ?? values.join(", ");
    };
    fill(offer, { time: clock(found.at), text: names.map(read).join("\n\n") });
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-take]")?.dataset.take;
      if (!choice) return;
      if (choice === "back") for (const name of names) put(name, [found.texts[name]].flat());
      keep();
      forget(found.one);
      offer.hidden = true;
      fields()[0].focus();
      save();
    });
  };

  // Who else has this open, and whether somebody has saved it since

  const beat = async () => {
    if (document.hidden || sending || !form.dataset.tells) return;
    try {
      const token = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      const answer = await request(form.dataset.tells, token);
      if (answer.state !== "present" || sending) return;
      together(answer.others);
      const behind = Object.entries(answer.versions).some(([name, v]) => Number(form.elements[name].value) < v);
      changed.hidden = !behind || Boolean(disputed);
      fill(changed, { who: answer.who, time: answer.at });
    } catch {
      // The next beat tries again; what is typed says itself that it cannot be saved.
    }
  };

  form.addEventListener("input", () => {
    keep();
    if (!disputed) schedule();
  });

  // The button sends what is not saved yet first, so that it never meets its own autosave.
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    clearTimeout(timer);
    if (!(sending || unsaved())) return void (leaving = true);
    event.preventDefault();
    const { submitter } = event;
    (async () => {
      await sending;
      await save();
      if (disputed) return conflict.focus();
      leaving = true;
      form.requestSubmit(submitter);
    })();
  });

  addEventListener("beforeunload", (event) => {
    if ((unsaved() || waiting) && !leaving) event.preventDefault();
  });
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : beat()));

  saved = now();
  propose();
  if (form.dataset.tells) {
    beat();
    setInterval(beat, BEAT);
  }
})();
