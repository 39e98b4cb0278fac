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
