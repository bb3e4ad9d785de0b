// Saves a form half a second after the last edit, one request at a time, by the same door as its
// button. What could not be saved stays in this browser until it is, or until its writer signs out.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 500;
  const BEAT = 20_000;
  const RETRY = 5_000;

  const areas = [...form.querySelectorAll("textarea")];
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
  let leaving = false;

  const texts = () => Object.fromEntries(areas.map((area) => [area.name, area.value]));
  const now = () => JSON.stringify(texts());
  const unsaved = () => now() !== saved;
  const clock = (at) =>
    new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const fill = (root, words) => {
    for (const [name, text] of Object.entries(words)) {
      for (const spot of root.querySelectorAll(`[data-${name}]`)) spot.textContent = text;
    }
  };

  const say = (state, words = {}) => {
    for (const one of line.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
    fill(line, words);
    line.dataset.saveState = state;
  };

  // The browser may refuse to keep anything; then the warning before leaving is all there is.
  const shelf = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };
  const keep = () => shelf((s) => s.setItem(here, JSON.stringify({ at: Date.now(), texts: texts() })));
  const forget = (key = here) => shelf((s) => s.removeItem(key));

  const key = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  const request = async (url, body) => {
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (answer.status >= 500) throw new Error(String(answer.status));
    return answer.json();
  };

  const read = (versions) => {
    for (const [name, version] of Object.entries(versions)) form.elements[name].value = version;
  };

  const together = (names) => {
    present.hidden = !names;
    fill(present, { names });
  };

  const settle = (answer, sent) => {
    unanswered = null;
    if (answer.state === "saved") {
      read(answer.versions);
      saved = sent;
      together(answer.others);
      const preview = document.querySelector("[data-preview]");
      if (preview) preview.innerHTML = answer.html;
      changed.hidden = true;
      if (unsaved()) return schedule();
      forget();
      return say("saved", { time: answer.at });
    }
    if (answer.state === "conflict") return dispute(answer);
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

  const choose = (choice) => {
    const { versions, texts: both, who, at } = disputed;
    for (const { name, theirs } of both) {
      const area = form.elements[name];
      if (choice === "theirs") area.value = theirs;
      if (choice === "both") area.value = `${area.value}\n\n—— ${who} ${at} ——\n${theirs}`;
    }
    read(versions);
    disputed = null;
    unanswered = null;
    conflict.hidden = true;
    form.elements[both[0].name].focus();
    if (choice === "theirs" && both.length) {
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
          const differs = areas.some((area) => area.name in kept && kept[area.name] !== area.value);
          if (!differs) forget(one);
          return differs;
        }),
    ) ?? [];

  const propose = () => {
    const found = left().pop();
    if (!found) return;
    const differing = areas.filter((area) => found.texts[area.name] !== area.value);
    fill(offer, {
      time: clock(found.at),
      text: differing.map((area) => found.texts[area.name]).join("\n\n"),
    });
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-take]")?.dataset.take;
      if (!choice) return;
      if (choice === "back") for (const area of differing) area.value = found.texts[area.name];
      keep();
      forget(found.one);
      offer.hidden = true;
      areas[0].focus();
      save();
    });
  };

  // Who else has this open, and whether somebody has saved it since

  const beat = async () => {
    if (document.hidden || sending) return;
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
    if (unsaved() && !leaving) event.preventDefault();
  });
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : beat()));

  saved = now();
  propose();
  beat();
  setInterval(beat, BEAT);
})();
