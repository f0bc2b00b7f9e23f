/**
 * Accessible names for fields of the admin that have none. A field in a table gets the heading of
 * its column, and the Select2 box of an autocomplete gets the name of its <select>.
 */

/**
 * Return the text of a field's label, or else the heading of its table column.
 * @param {Element} field
 * @returns {string} Empty if there is neither.
 */
function nameOf(field) {
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label) return label.textContent.trim().replace(/[:：]$/, "");
  const cell = field.closest("td");
  const heading = cell?.closest("table").tHead?.rows[0].cells[cell.cellIndex];
  return heading?.textContent.trim().replace(/[?？]$/, "") ?? "";
}

/**
 * Name a field in a table, unless it has a label or a name.
 * @param {Element} field
 * @returns {void}
 */
function nameTableField(field) {
  if (field.labels?.length || field.ariaLabel) return;
  const name = nameOf(field);
  if (name) field.setAttribute("aria-label", name);
}

/**
 * Name the Select2 box of an autocomplete.
 * @param {HTMLSelectElement} select
 * @returns {void}
 */
function nameSelect2(select) {
  const container = select.nextElementSibling;
  const name = nameOf(select);
  if (!name || !container?.classList.contains("select2")) return;
  const box = container.querySelector("[role=combobox]");
  const selection = container.querySelector(".select2-selection__rendered");
  if (box && selection?.id) {
    // The selection is text in the box, not a separate field.
    selection.removeAttribute("role");
    selection.removeAttribute("aria-readonly");
    box.id = `${selection.id}-box`;
    box.setAttribute("aria-label", name);
    box.setAttribute("aria-labelledby", `${box.id} ${selection.id}`);
  } else if (box && selection) {
    box.setAttribute("aria-label", name);
    // A list may contain only items, but this element also contains a button.
    selection.setAttribute("role", "presentation");
  }
  container.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
}

/**
 * Name all fields in a part of the page.
 * @param {ParentNode} root
 * @returns {void}
 */
function nameFields(root) {
  root.querySelectorAll(".tabular td :is(input:not([type=hidden]), select)").forEach(nameTableField);
  root.querySelectorAll("select.admin-autocomplete").forEach(nameSelect2);
}

// Django creates the Select2 boxes in jQuery's ready event, and in a new row after it is added. A
// ready handler that is registered later runs later.
window.django?.jQuery?.(() => nameFields(document));
document.addEventListener("formset:added", (event) => {
  setTimeout(() => nameFields(/** @type {HTMLElement} */ (event.target)));
});
// Select2 creates the search field each time a box opens, and again after each selection.
document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.matches(".select2-search__field")) return;
  const select = document.querySelector(".select2-container--open")?.previousElementSibling;
  if (select) target.setAttribute("aria-label", nameOf(select));
});
