// Small comforts; every page works without this file.
"use strict";

const ALSO = ["csrf_token", "title", "country", "pen_name", "cycles", "year", "email"];  // the token too: the same form sent again stays one story

// A form that is being sent says so, and is not sent twice by an impatient second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  form.setAttribute("aria-busy", "true");
  if (form.matches("[data-draft]")) {  // for the back button, in this tab alone: browsers bring the long text back, but not these
    const typed = ALSO.map((name) => [name, form.elements[name].value]);
    history.replaceState({ typed }, "");
  }
});

// Coming back to a page from the browser's memory: its forms are ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// How long the text is; said aloud only once less than a tenth of the room is left.
for (const field of document.querySelectorAll("[data-room]")) {
  const room = Number(field.dataset.room);
  const count = document.createElement("p"), words = document.createElement("p");
  count.className = "help";
  words.className = "unseen";
  words.setAttribute("role", "status");
  field.after(count, words);
  const tell = () => {
    const long = [...field.value].length, left = room - long;
    const over = `${(-left).toLocaleString("en")} characters too many.`;
    count.textContent = left < 0 ? over : long ? `${long.toLocaleString("en")} of ${room.toLocaleString("en")} characters` : "";
    words.textContent = left > room / 10 ? "" : left >= 0 ? `Room for ${left} more characters.` : over;
  };
  field.addEventListener("input", tell);
  tell();
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
    const address = new URL(field.dataset.suggest, location);  // it says what this reader would rather not meet
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: asking.signal });
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

// A draft on this device, only while the author's tick stands: brought back on return, forgotten by unticking, by
// "Forget them", by leaving and once the story was sent. Where the browser keeps nothing, it is never offered.
const DRAFT = "draft", NOT_KEPT = ["csrf_token", "act", "email", "consent_publish", "consent_adult", "consent_contact"], ANSWERED = ["news", "experience"];
const kept = (() => {
  try { localStorage.setItem("probe", ""); localStorage.removeItem("probe"); return localStorage; } catch { return null; }
})();
const forgets = () => { if (kept) kept.removeItem(DRAFT); };

function keeps(form) {
  const offer = form.querySelector("[data-keep]"), tick = offer.querySelector("input"), told = document.querySelector("[data-restored]");
  const fields = () => [...form.elements].filter((field) => field.name && ![...NOT_KEPT, ...ANSWERED].includes(field.name));
  const writes = () => {
    if (!tick.checked) return;
    const typed = [...new FormData(form)].filter(([name]) => !NOT_KEPT.includes(name));
    try { kept.setItem(DRAFT, JSON.stringify(typed)); } catch { /* no room: what is on the page stays on the page */ }
  };
  const restores = (typed) => {
    for (const field of fields()) {
      const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      const told = field.type === "checkbox" ? field.checked : field.value !== "";
      for (let fold = told && field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  };
  // What the draft answers is told by the page, so the page is asked for it, unless it was opened in answer to something else.
  const answers = (typed) => {
    const asked = new URLSearchParams(location.search), answered = typed.filter(([name, value]) => ANSWERED.includes(name) && value);
    if (!answered.length || ANSWERED.some((name) => form.elements[name].value || asked.has(name))) return;
    location.replace(`${location.pathname}?${new URLSearchParams([...asked, ...answered])}`);
  };
  offer.hidden = false;
  tick.autocomplete = "off";
  const draft = kept.getItem(DRAFT);
  if (draft !== null) {
    tick.checked = true;
    const blank = form.elements.title.value === "" && form.elements.body.value === "";
    if (blank) { restores(JSON.parse(draft)); answers(JSON.parse(draft)); told.hidden = false; } else writes();
  }
  form.addEventListener("input", writes);
  form.addEventListener("change", writes);
  tick.addEventListener("change", () => { if (tick.checked) writes(); else { forgets(); told.hidden = true; } });
  document.querySelector("[data-forget]").addEventListener("click", () => {
    forgets();
    history.replaceState(null, "");
    restores([]);
    tick.checked = false;
    told.hidden = true;
    form.elements.title.focus();
  });
}
const telling = document.querySelector("form[data-draft]");
if (telling && history.state?.typed) for (const [name, value] of history.state.typed) telling.elements[name].value = value;
if (telling && kept) keeps(telling);
if (document.querySelector("[data-sent]")) forgets();

// Leaving at once: the form is emptied, the draft forgotten, and the back button does not come back to this page.
const leave = document.querySelector("[data-leave]");
document.querySelector(".leave [data-unscripted]")?.remove();
if (leave) leave.addEventListener("click", (event) => {
  event.preventDefault();
  if (leave.closest(".leave")) forgets();
  history.replaceState(null, "");
  for (const field of document.querySelectorAll("textarea, input:not([type=hidden])")) { field.value = ""; field.checked = false; }
  location.replace(leave.href);
});

// The key's card: printed alone, and asked back as a help.
const print = document.querySelector("[data-print]"), check = document.querySelector("[data-check]");
if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
if (check) {
  const signs = check.querySelector("input"), said = check.querySelector("[role=status]");
  const key = document.querySelector("#return-key").textContent.replaceAll("-", "");
  check.hidden = false;
  signs.addEventListener("input", () => {
    const typed = signs.value.toUpperCase().replace(/[^0-9A-Z]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
    said.textContent = typed.length < 4 ? "" : key.endsWith(typed) ? "That is it. You have your key." : "That is not the end of this key. Please look at it once more.";
  });
}

// The size of text, kept on this device alone; it holds for every page.
const SIZES = [-1, 0, 1, 2, 3];
const sizes = (size) => { if (size) document.documentElement.dataset.size = size; else delete document.documentElement.dataset.size; };
const sized = () => { const size = Number(kept?.getItem("size")); return SIZES.includes(size) ? size : 0; };
sizes(sized());
for (const button of document.querySelectorAll("button[data-size]")) {
  button.hidden = !kept;
  button.addEventListener("click", () => {
    const size = Math.min(Math.max(sized() + Number(button.dataset.size), SIZES[0]), SIZES.at(-1));
    if (size) kept.setItem("size", size); else kept.removeItem("size");
    sizes(size);
  });
}

// Kept for later, on this device alone: which stories, none of their words.
const SAVED = "saved", MOST_SAVED = 50;
const saved = () => {
  try { const items = JSON.parse(kept.getItem(SAVED)); return Array.isArray(items) ? items.filter((one) => typeof one === "string") : []; } catch { return []; }
};
const saves = (items) => { if (items.length) kept.setItem(SAVED, JSON.stringify(items.slice(0, MOST_SAVED))); else kept.removeItem(SAVED); };
for (const button of document.querySelectorAll("[data-save]")) {
  const item = button.dataset.save;
  const shows = () => {
    const is = saved().includes(item);
    button.setAttribute("aria-pressed", String(is));
    button.textContent = is ? "Kept for later" : "Keep for later";
  };
  if (!kept) continue;
  button.hidden = false;
  shows();
  button.addEventListener("click", () => { const others = saved().filter((one) => one !== item); saves(others.length < saved().length ? others : [item, ...others]); shows(); });
}

async function lists(place) {
  const list = place.querySelector("ul"), count = place.querySelector("[role=status]"), all = place.querySelector("[data-forget-saved]");
  const counts = () => {
    const many = saved().length;
    count.textContent = many ? `${many} ${many === 1 ? "story" : "stories"} kept.` : "Nothing is kept. A story's own page has a button for it.";
    all.hidden = !many;
  };
  const entry = (item, row) => {
    const line = document.createElement("li"), link = document.createElement("a"), away = document.createElement("button");
    link.textContent = row ? row.title ?? "Something you have set aside" : "";
    if (row) link.href = new URL(row.url).pathname;
    away.type = "button";
    away.className = "plain";
    away.textContent = "Remove";
    away.setAttribute("aria-label", `Remove: ${row ? link.textContent : "a story that was taken down"}`);
    away.addEventListener("click", () => { saves(saved().filter((one) => one !== item)); line.remove(); counts(); (list.querySelector("a, button") ?? document.querySelector("main")).focus(); });
    line.append(row ? link : "A story that was taken down", away);
    return line;
  };
  place.querySelector("[data-unscripted]").hidden = true;
  all.addEventListener("click", () => { saves([]); list.replaceChildren(); counts(); document.querySelector("main").focus(); });
  counts();
  const items = saved(), address = new URL(place.dataset.saved, location);
  if (!items.length) return;
  for (const item of items) address.searchParams.append("id", item);
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    const rows = new Map((await answer.json()).results.map((row) => [`${row.kind}:${row.id}`, row]));
    list.replaceChildren(...items.map((item) => entry(item, rows.get(item))));
  } catch { count.textContent = "The list cannot be read just now. What you kept is still kept."; }
}
const shelf = document.querySelector("[data-saved]");
if (shelf && kept) lists(shelf);

// A link to a paragraph, and to the words a reader selected in it, in the form that browsers find again (text fragments);
// and a page for paper.
const keeping = document.querySelector("[data-keeping]"), passage = keeping?.querySelector("[data-passage]");
if (keeping) {
  const said = keeping.querySelector("[role=status]"), letter = keeping.closest(".letter");
  const encoded = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
  const copies = async (place) => {
    const address = document.querySelector("link[rel=canonical]").href;
    try { await navigator.clipboard.writeText(`${address}#${place}`); said.textContent = "The link is copied."; }
    catch { said.textContent = "Your browser did not let us copy."; }
  };
  let selected = "", within = "";
  keeping.hidden = false;
  passage.hidden = !navigator.clipboard;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection(), words = selection.toString().trim().replace(/\s+/g, " ");
    if (!words || !letter.contains(selection.anchorNode) || !letter.contains(selection.focusNode)) return;
    selected = words;
    const from = selection.getRangeAt(0).startContainer;
    within = (from.closest ? from : from.parentElement).closest(".prose [id]")?.id ?? "";
    keeping.classList.add("at-hand");
  });
  document.addEventListener("pointerdown", (event) => { if (!keeping.contains(event.target)) keeping.classList.remove("at-hand"); });
  passage.addEventListener("click", () => {
    if (!selected) { said.textContent = "Select some words of the text first."; return; }
    const words = selected.split(" "), ends = [words.slice(0, 5), words.slice(-5)].map((some) => encoded(some.join(" ")));
    copies(`${within}:~:text=${words.length > 10 ? ends.join(",") : encoded(selected)}`);
  });
  for (const link of navigator.clipboard ? document.querySelectorAll(".places a") : []) {
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "plain";
    copy.textContent = "Copy";
    copy.setAttribute("aria-label", `Copy the link to: ${link.textContent}`);
    copy.addEventListener("click", () => copies(link.hash.slice(1)));
    link.after(copy);
  }
}

// The desk. Times of the day are told in the clock of whoever reads.
for (const time of document.querySelectorAll("time[data-clock]")) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

// A reason brings its kind reply into an empty message, to be changed there; it asks for something, so not where nothing can be mended.
for (const reason of document.querySelectorAll("select:has([data-reply])")) {
  const { message, verdict } = reason.form.elements, replies = [...reason.options].map((option) => option.dataset.reply ?? "");
  reason.form.addEventListener("change", ({ target }) => {
    if (target === message || !replies.includes(message.value)) return;
    message.value = ["hide", "remove"].includes(verdict.value) ? "" : reason.selectedOptions[0].dataset.reply ?? "";
  });
}

// Writing to an author renews the claim, every few minutes.
for (const form of document.querySelectorAll("form[data-renew]")) {
  let renewed = Date.now();
  form.addEventListener("input", () => {
    if (Date.now() - renewed < 5 * 60_000) return;
    renewed = Date.now();
    fetch(form.dataset.renew, { method: "POST", body: new URLSearchParams({ act: "take", csrf_token: form.elements.csrf_token.value }) }).catch(() => {});
  });
}

// Single keys press what bears them; never while somebody writes, and not for those who switched them off. "?" lists them.
const keysOf = document.querySelector("[data-keys]");
if (keysOf) {
  const bearers = () => [...document.querySelectorAll("[data-key]")].filter((one) => one.checkVisibility());
  const words = (one) => (one.labels?.[0] ?? one).textContent.trim();
  const lists = () => {
    const dialog = document.createElement("dialog"), title = document.createElement("h2"), list = document.createElement("dl");
    const close = document.createElement("button"), off = document.createElement("a"), foot = document.createElement("p");
    dialog.className = "keys";
    title.id = "keys-title";
    title.textContent = "Keys on this page";
    dialog.setAttribute("aria-labelledby", title.id);
    for (const [key, said] of [["?", "Show these keys"], ...bearers().map((one) => [one.dataset.key, words(one)])]) {
      const term = document.createElement("dt"), told = document.createElement("dd"), sign = document.createElement("kbd");
      sign.textContent = key;
      told.textContent = said;
      term.append(sign);
      list.append(term, told);
    }
    close.textContent = "Close";
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    off.href = keysOf.dataset.keys;
    off.textContent = "Switch them off";
    foot.className = "acts";
    foot.append(close, off);
    dialog.append(title, list, foot);
    dialog.addEventListener("close", () => { dialog.remove(); keysOf.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  };
  keysOf.hidden = false;
  keysOf.addEventListener("click", lists);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    if (event.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])")) return;
    if (event.key === "?") { event.preventDefault(); lists(); return; }
    const one = bearers().find((bearer) => bearer.dataset.key === event.key);
    if (!one) return;
    event.preventDefault();
    one.focus();
    one.click();
  });
}

// Passkeys: asks the browser for one and sends its answer with the form it stands in. Where a browser cannot, nothing is offered.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  const said = form.querySelector("[role=status]"), adds = form.dataset.passkey === "add", options = JSON.parse(form.dataset.options);
  form.hidden = false;
  form.querySelector("button").addEventListener("click", async () => {
    said.textContent = "";
    try {
      const credential = adds
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.requestSubmit();
    } catch {
      said.textContent = "That did not work, or was not wanted. Nothing was changed.";
    }
  });
}
