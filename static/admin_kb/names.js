/**
 * Gives the admin's fields the names they lack: in a table each has the heading of its column, and
 * an autocomplete's drawn box that of the field it stands for.
 */

/** @param {Element} field */
function nameOf(field) {
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label) return label.textContent.trim().replace(/[:：]$/, "");
  const cell = field.closest("td");
  const heading = cell?.closest("table").tHead?.rows[0].cells[cell.cellIndex];
  return heading?.textContent.trim().replace(/[?？]$/, "") ?? "";
}

/** @param {Element} field */
function nameInTable(field) {
  if (field.labels?.length || field.ariaLabel) return;
  const name = nameOf(field);
  if (name) field.setAttribute("aria-label", name);
}

/** @param {HTMLSelectElement} select */
function nameDrawnBox(select) {
  const drawn = select.nextElementSibling;
  const name = nameOf(select);
  if (!name || !drawn?.classList.contains("select2")) return;
  const box = drawn.querySelector("[role=combobox]");
  const shown = drawn.querySelector(".select2-selection__rendered");
  if (box && shown?.id) {
    // What is chosen is a text in the box, not a field of its own.
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
    box.id = `${shown.id}-box`;
    box.setAttribute("aria-label", name);
    box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
  } else if (box && shown) {
    box.setAttribute("aria-label", name);
    // It holds a button beside its items, which a list may not.
    shown.setAttribute("role", "presentation");
  }
  drawn.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
}

/** @param {ParentNode} part */
function giveNames(part) {
  part.querySelectorAll(".tabular td :is(input:not([type=hidden]), select)").forEach(nameInTable);
  part.querySelectorAll("select.admin-autocomplete").forEach(nameDrawnBox);
}

// Django draws its boxes when jQuery finds the page ready, and in a new row when it was added. What
// is asked of jQuery later is done later.
window.django?.jQuery?.(() => giveNames(document));
document.addEventListener("formset:added", (event) => {
  setTimeout(() => giveNames(/** @type {HTMLElement} */ (event.target)));
});
// The field for typing is made anew whenever a box is opened, and drawn anew when one is chosen.
document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.matches(".select2-search__field")) return;
  const select = document.querySelector(".select2-container--open")?.previousElementSibling;
  if (select) target.setAttribute("aria-label", nameOf(select));
});
