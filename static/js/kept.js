// What a form holds, and what this browser keeps of it until the server has it. Shared by the
// drafts of plans and by field work; what stands under "draft:" goes when its writer signs out.
const kept = (() => {
  // The browser may refuse to keep anything; then there is nothing to read either.
  const shelf = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const key = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  // What a person can type or tick, by name; a group of boxes has several values, or none.
  const fields = (form) =>
    [...form.elements].filter((field) => field.name && !/hidden|submit|button|file/.test(field.type));

  const ticked = (field) => /checkbox|radio/.test(field.type);

  const values = (field) => {
    if (ticked(field)) return field.checked ? [field.value] : [];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  };

  const texts = (form) => {
    const found = {};
    for (const field of fields(form)) (found[field.name] ??= []).push(...values(field));
    return found;
  };

  const put = (form, name, chosen) => {
    for (const field of fields(form).filter((one) => one.name === name)) {
      if (ticked(field)) field.checked = chosen.includes(field.value);
      else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = chosen.includes(option.value);
      } else field.value = chosen[0] ?? "";
    }
  };

  // Words into the spots of a part of the page that are marked for them.
  const fill = (root, words) => {
    for (const [name, text] of Object.entries(words)) {
      for (const spot of root.querySelectorAll(`[data-${name}]`)) spot.textContent = text;
    }
  };

  const clock = (at) =>
    new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  return { shelf, key, fields, texts, put, fill, clock };
})();
