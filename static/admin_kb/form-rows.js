/**
 * The inline rows of an admin form to which values of a draft belong. Keys are those of
 * form-values.js.
 */

import { count, fieldsOf, NEW_ROW, valuesOf } from "./form-values.js";

/** @typedef {import("./form-values.js").Values} Values */

const SAVED_ROW = /^((.+):(\d+)):([^:]+)$/;

/**
 * Return all values of the saved rows of which some values were typed.
 * @param {HTMLFormElement} form
 * @param {Values} typed
 * @returns {Values}
 */
export function changedRows(form, typed) {
  const changed = new Set(Object.keys(typed).map((key) => SAVED_ROW.exec(key)?.[1]));
  /** @type {Values} */
  const values = {};
  for (const [key, fields] of fieldsOf(form)) {
    const row = SAVED_ROW.exec(key)?.[1];
    if (row && changed.has(row)) values[key] = valuesOf(fields, false);
  }
  return values;
}

/**
 * Return the link that adds a row to an inline table.
 * @param {string} prefix
 * @returns {HTMLElement | null}
 */
function addLink(prefix) {
  return document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
}

/**
 * Add inline rows until the form has the new rows of the given values.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @returns {void}
 */
export function addRows(form, values) {
  for (const key of Object.keys(values)) {
    const [, prefix, place] = NEW_ROW.exec(key) ?? [];
    if (!prefix) continue;
    const wanted = count(form, prefix, "INITIAL_FORMS") + Number(place) + 1;
    const link = addLink(prefix);
    for (let total = count(form, prefix, "TOTAL_FORMS"); link && total < wanted; total += 1) {
      link.click();
    }
  }
}

/**
 * Add rows in place of changed rows that somebody else deleted meanwhile. They have the primary key
 * of the deleted row, so that the server reports the deletion.
 * @param {HTMLFormElement} form
 * @param {Values} values What was typed.
 * @param {Values} rows All values of the changed rows.
 * @returns {Values} The values of the added rows that were not typed.
 */
export function addDeletedRows(form, values, rows) {
  const present = fieldsOf(form);
  /** @type {Set<string>} */
  const added = new Set();
  for (const key of Object.keys(values)) {
    const [, row, prefix, id] = SAVED_ROW.exec(key) ?? [];
    if (!row || added.has(row) || `${row}:DELETE` in values) continue;
    if ([...present.keys()].some((name) => name.startsWith(`${row}:`))) continue;
    const number = count(form, prefix, "TOTAL_FORMS");
    addLink(prefix)?.click();
    const input = form.elements.namedItem(`${prefix}-${number}-id`);
    if (!(input instanceof HTMLInputElement)) continue;
    input.value = id;
    added.add(row);
  }
  const isAdded = (/** @type {string} */ key) => added.has(SAVED_ROW.exec(key)?.[1] ?? "");
  return Object.fromEntries(Object.entries(rows).filter(([key]) => isAdded(key)));
}
