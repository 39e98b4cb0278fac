// Small comforts; every page works without this file.
"use strict";

// A form that is being sent says so, and is not sent twice by an impatient second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  form.setAttribute("aria-busy", "true");
});

// Coming back to a page from the browser's memory: its forms are ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// How much room is left, once it becomes less than a tenth.
for (const field of document.querySelectorAll("[data-room]")) {
  const room = Number(field.dataset.room);
  const words = document.createElement("p");
  words.className = "help";
  words.setAttribute("role", "status");
  field.after(words);
  field.addEventListener("input", () => {
    const left = room - [...field.value].length;
    words.textContent = left > room / 10 ? "" : left >= 0 ? `Room for ${left} more characters.` : `${-left} characters too many.`;
  });
}

// Suggestions while typing: a list beneath the box, gone through with the arrow keys; Enter takes one, Escape closes it.
function suggests(field) {
  const list = document.createElement("ul"), told = document.createElement("p");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  told.className = "unseen";
  for (const [name, value] of [["role", "listbox"], ["aria-label", "Suggestions"]]) list.setAttribute(name, value);
  told.setAttribute("role", "status");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"],
    ["aria-controls", list.id], ["aria-expanded", "false"]]) field.setAttribute(name, value);
  list.hidden = true;
  field.after(list, told);
  let active = -1, waiting = 0, asking = new AbortController();

  const shows = (open) => { list.hidden = !open; field.setAttribute("aria-expanded", String(open)); if (!open) marks(-1); };
  const marks = (number) => {
    active = number;
    for (const [n, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(n === number));
    if (number < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", list.children[number].id);
    list.children[number].scrollIntoView({ block: "nearest" });
  };
  const takes = (option) => { field.value = option.dataset.text; shows(false); field.form.requestSubmit(); };
  const option = (one, number) => {
    const item = document.createElement("li"), kind = document.createElement("span");
    item.id = `${list.id}-${number}`;
    item.dataset.text = one.text;
    item.setAttribute("role", "option");
    kind.className = "number";
    kind.textContent = one.label && one.label !== one.text ? one.label : one.kind;
    item.append(one.text, " ", kind);
    return item;
  };
  const asks = async () => {
    asking.abort();
    asking = new AbortController();
    const typed = field.value.trim();
    if (typed.length < 2) { list.replaceChildren(); told.textContent = ""; shows(false); return; }
    const asked = new URLSearchParams({ q: typed });
    for (const note of new FormData(field.form).getAll("hide")) asked.append("hide", note);
    try {
      const answer = await fetch(`${field.dataset.suggest}?${asked}`, { signal: asking.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      list.replaceChildren(...found.map(option));
      marks(-1);
      shows(found.length > 0 && document.activeElement === field);
      told.textContent = found.length ? `${found.length} ${found.length === 1 ? "suggestion" : "suggestions"}, arrow keys to choose.` : "No suggestions.";
    } catch { /* asked anew meanwhile, or no connection: the box works without */ }
  };

  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(asks, 150); });
  field.addEventListener("blur", () => shows(false));
  field.form.addEventListener("submit", () => { clearTimeout(waiting); asking.abort(); shows(false); });
  field.addEventListener("keydown", (event) => {
    const many = list.children.length, down = event.key === "ArrowDown";
    if ((down || event.key === "ArrowUp") && many) {
      event.preventDefault();
      const from = list.hidden ? -1 : active;
      shows(true);
      marks(down ? (from + 1) % many : (from <= 0 ? many : from) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      takes(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      shows(false);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const chosen = event.target.closest("li"); if (chosen) takes(chosen); });
}
for (const field of document.querySelectorAll("[data-suggest]")) suggests(field);
