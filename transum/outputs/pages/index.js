// Without this script the page is a table sorted by need, filters included: it adds searching and sorting.
"use strict";
(() => {
  document.documentElement.classList.add("script");
  const body = document.querySelector("tbody");
  const search = document.getElementById("search");
  const count = document.querySelector("[role=status]");
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));

  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => texts.get(row).includes(word));
    tell();
  };
  const tell = () => {
    const shown = rows.filter((row) => row.offsetParent !== null).length;
    count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
  };
  search.addEventListener("input", find);
  document.querySelector("fieldset").addEventListener("change", tell);

  const valueOf = (row, column) => {
    const given = row.cells[column].dataset.value;
    return given === undefined ? texts.get(row).trim() : Number(given);
  };
  const sort = (heading, column) => {
    const ascending = heading.getAttribute("aria-sort") === "descending" || (column === 0 && !heading.hasAttribute("aria-sort"));
    for (const other of document.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const sign = ascending ? 1 : -1;
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
    rows.sort((a, b) => sign * compare(valueOf(a, column), valueOf(b, column)));
    body.append(...rows);
  };
  document.querySelectorAll("thead th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading, column));
    heading.append(button);
  });
})();
