// Corrections by a person: made in the page, taken along as TMX, which transum memory import reads.
"use strict";
(() => {
  const table = document.querySelector("table");
  const toggle = document.getElementById("correct");
  if (!table || !toggle) return;
  const save = document.getElementById("save");
  const saved = document.getElementById("saved");
  const before = new Map(); // by row: how its translation and its class were
  let unsaved = false;

  const translation = (row) => row.querySelector(".target .text");
  const corrected = () => [...table.querySelectorAll("tr.corrected")];
  const edit = (on) => {
    toggle.setAttribute("aria-pressed", String(on));
    for (const text of table.querySelectorAll(".target .text")) {
      const roles = { contenteditable: "plaintext-only", role: "textbox", "aria-label": `Translation of ${text.closest("tr").id.slice(1)}` };
      for (const [name, value] of Object.entries(roles)) {
        if (on) text.setAttribute(name, value);
        else text.removeAttribute(name);
      }
      // Browsers of before 2025 know no "plaintext-only"; what was pasted loses its form when the sentence is left.
      if (on && !text.isContentEditable) text.setAttribute("contenteditable", "true");
    }
  };
  const isOn = () => toggle.getAttribute("aria-pressed") === "true";
  toggle.addEventListener("click", () => edit(!isOn()));

  const judge = (row) => {
    const was = before.get(row);
    const text = translation(row);
    const changed = text.textContent.trim() !== was.text.trim();
    if (changed) {
      text.textContent = text.textContent.trim(); // without the marks: nobody doubts a person's words
      row.className = `${was.class.replace(/ doubt (error|warning|info)/, "")} corrected`;
      if (row.querySelector(".person")) return;
      const person = document.createElement("span");
      person.className = "person new";
      person.textContent = "by a person";
      row.cells[0].append(person);
    } else {
      row.querySelector(".person.new")?.remove();
      row.className = was.class;
      text.innerHTML = was.html; // what stood there: the words that findings name are marked again
    }
  };
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (!event.target.matches("[contenteditable]") || before.has(row)) return;
    before.set(row, { text: event.target.textContent, html: event.target.innerHTML, class: row.className });
  });
  table.addEventListener("focusout", (event) => {
    if (!event.target.matches("[contenteditable]")) return;
    judge(event.target.closest("tbody tr"));
    const count = corrected().length;
    unsaved = count > 0;
    save.hidden = count === 0;
    save.textContent = `Save ${count} correction${count === 1 ? "" : "s"}`;
  });
  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("[contenteditable]") || event.isComposing) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") event.target.textContent = before.get(event.target.closest("tr")).text;
    event.target.closest("tr").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey || event.target.isContentEditable) return;
    const row = document.activeElement.closest("tbody tr");
    if (!row) return;
    event.preventDefault();
    edit(true);
    translation(row).focus();
  });

  const escaped = (text) => text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const variant = (language, text) => `<tuv xml:lang="${escaped(language)}"><seg>${escaped(text.trim())}</seg></tuv>`;
  const unit = (row) => {
    const [source, target] = [row.querySelector(".source .text"), translation(row)].map((text) => text.textContent);
    return `<tu>${variant(table.dataset.source, source)}${variant(table.dataset.target, target)}</tu>\n`;
  };
  const tmx = () => `<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="transum page" creationtoolversion="1" segtype="sentence" o-tmf="transum" adminlang="en" srclang="${escaped(table.dataset.source)}" datatype="plaintext"/>
<body>
${corrected().map(unit).join("")}</body></tmx>
`;
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    const name = table.dataset.name.split(/[\\/]/).pop().replace(/\.[^.]*$/, "").replace(/^-?$/, "article");
    link.download = `${name}.tmx`;
    link.href = URL.createObjectURL(new Blob([tmx()], { type: "application/x-tmx+xml" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    saved.querySelector("span").textContent = link.download;
    saved.hidden = false;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
