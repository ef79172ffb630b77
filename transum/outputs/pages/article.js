// The page is whole without this script: it adds keys, copying, and which words a finding names.
"use strict";
(() => {
  document.documentElement.classList.add("script");
  const table = document.querySelector("table");
  const status = document.querySelector("[role=status]");
  const made = document.getElementById("made");
  if (made) {
    const when = new Date(document.lastModified);
    made.textContent = `, ${when.toLocaleDateString(undefined, { dateStyle: "long" })}`;
  }
  if (!table) return;

  let clearing = 0;
  const say = (text) => {
    status.textContent = text;
    clearTimeout(clearing);
    clearing = setTimeout(() => { status.textContent = ""; }, 2500);
  };
  const textOf = (cell) => cell.querySelector(".text").textContent.trim();
  const isEdited = (node) => Boolean(node.closest("[contenteditable]"));
  const copyByCommand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };
  const copy = async (cell) => {
    if (!cell) return;
    let copied = true;
    try {
      await navigator.clipboard.writeText(textOf(cell));
    } catch {
      copied = copyByCommand(textOf(cell));
    }
    const what = `sentence ${cell.parentElement.id.slice(1)}, ${cell.dataset.language}`;
    say(copied ? `Copied: ${what}` : `This browser doesn't let a page copy (${what})`);
  };

  // A button of its own for those who have no mouse; made when its row is first pointed at, since articles are long.
  const equip = (row) => {
    if (!row || row.dataset.equipped) return;
    row.dataset.equipped = "yes";
    for (const cell of row.querySelectorAll(".text-cell")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", `Copy sentence ${row.id.slice(1)}, ${cell.dataset.language}`);
      cell.append(button);
    }
  };
  const rowOf = (node) => node.closest("tbody tr");
  table.addEventListener("focusin", (event) => equip(rowOf(event.target)));
  table.addEventListener("pointerover", (event) => {
    equip(rowOf(event.target));
    const named = event.target.closest("[data-finding]");
    for (const mark of table.querySelectorAll(".named")) mark.classList.remove("named");
    if (!named) return;
    const wanted = named.dataset.finding.split(" ");
    for (const mark of rowOf(named).querySelectorAll("mark")) {
      mark.classList.toggle("named", mark.dataset.finding.split(" ").some((one) => wanted.includes(one)));
    }
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest(".text-cell");
    const chosen = window.getSelection();
    if (cell && !event.target.closest("a") && !isEdited(event.target) && (event.target.closest(".copy") || !chosen || chosen.isCollapsed)) copy(cell);
  });

  let current = null;
  const go = (row) => {
    if (!row) return;
    current = row;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };
  const step = (forwards) => {
    const rows = [...table.querySelectorAll("tbody tr.doubt")].filter((row) => row.offsetParent !== null);
    if (!rows.length) { say("No doubts here"); return; }
    const begin = rowOf(document.activeElement) || (current && current.offsetParent !== null ? current : null);
    const before = Node.DOCUMENT_POSITION_PRECEDING;
    const beyond = (row) => begin && row !== begin && Boolean(row.compareDocumentPosition(begin) & before) === forwards;
    const ahead = begin ? rows.filter(beyond) : rows;
    if (!ahead.length) { say(forwards ? "That was the last doubt" : "That was the first doubt"); return; }
    go(forwards ? ahead[0] : ahead[ahead.length - 1]);
  };
  const keys = {
    j: () => step(true),
    k: () => step(false),
    c: () => copy((rowOf(document.activeElement) || current)?.querySelector(".text-cell:last-of-type, .text-cell.target")),
  };
  document.addEventListener("keydown", (event) => {
    if (isEdited(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // A link to a sentence that the filter hides shows it.
  const reveal = () => {
    const row = location.hash && document.getElementById(location.hash.slice(1));
    if (!row) return;
    if (row.offsetParent === null) {
      document.getElementById("all").checked = true;
      row.scrollIntoView({ block: "center" });
    }
    current = rowOf(row);
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();
