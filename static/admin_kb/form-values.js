/**
 * The values of an admin form: those that it was opened with, those that it has now, and how to
 * fill them in again. A value is a list of texts, so that a selection of several is a value too.
 *
 * A field has a key that stays the same if rows are added meanwhile: its name, or for a field of
 * an inline row `prefix:ID:name`, and `prefix:+0:name` for the first row that is not saved yet.
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {Record<string, string[]>} Values */

const NEVER = new Set(["password", "hidden", "submit", "button", "image", "reset"]);
const IN_ROW = /^(\d+|__prefix__)-(.+)$/;
export const NEW_ROW = /^(.+):\+(\d+):/;

/**
 * Return whether people type in a field, and its value may be stored.
 * @param {Element} field
 * @returns {field is Field}
 */
function isTyped(field) {
  return (
    field.matches("input[name], select[name], textarea[name]") &&
    !NEVER.has(/** @type {Field} */ (field).type) &&
    !(/** @type {Field} */ (field).disabled) &&
    // The left box of a pair of lists: the choices that are not chosen.
    !field.matches("select[id$=_from].filtered")
  );
}

/**
 * Return the prefixes of the inline tables of a form, the longest first.
 * @param {HTMLFormElement} form
 * @returns {string[]}
 */
function prefixes(form) {
  const totals = [...form.querySelectorAll("input[name$='-TOTAL_FORMS']")];
  return totals
    .map((input) => /** @type {HTMLInputElement} */ (input).name.replace(/-TOTAL_FORMS$/, ""))
    .sort((a, b) => b.length - a.length);
}

/**
 * Return a number of the management form of an inline table.
 * @param {HTMLFormElement} form
 * @param {string} prefix
 * @param {string} name
 * @returns {number}
 */
export function count(form, prefix, name) {
  const input = form.elements.namedItem(`${prefix}-${name}`);
  return input instanceof HTMLInputElement ? Number(input.value) : 0;
}

/**
 * Return the fields of a form by their keys. Fields of a template for new rows have the number
 * `__prefix__`. Checkboxes with one name are one entry.
 * @param {HTMLFormElement} form
 * @returns {Map<string, Field[]>}
 */
export function fieldsOf(form) {
  const tables = prefixes(form);
  const fields = new Map();
  for (const field of form.elements) {
    if (!isTyped(field)) continue;
    const prefix = tables.find((name) => field.name.startsWith(`${name}-`));
    const inRow = prefix ? IN_ROW.exec(field.name.slice(prefix.length + 1)) : null;
    let key = field.name;
    if (prefix && inRow) {
      const [, number, name] = inRow;
      const saved = form.elements.namedItem(`${prefix}-${number}-id`);
      const id = saved instanceof HTMLInputElement ? saved.value : "";
      const place = Number(number) - count(form, prefix, "INITIAL_FORMS");
      key = `${prefix}:${number === "__prefix__" ? number : id || `+${place}`}:${name}`;
    }
    fields.set(key, [...(fields.get(key) ?? []), field]);
  }
  return fields;
}

/**
 * Return the values of fields.
 * @param {Field[]} fields
 * @param {boolean} isDefault Whether to return the values that the server sent.
 * @returns {string[]}
 */
export function valuesOf(fields, isDefault) {
  return fields.flatMap((field) => {
    if (field instanceof HTMLTextAreaElement) return [isDefault ? field.defaultValue : field.value];
    if (field instanceof HTMLSelectElement) return selected(field, isDefault);
    if (field.type === "checkbox" || field.type === "radio") {
      return (isDefault ? field.defaultChecked : field.checked) ? [field.value] : [];
    }
    if (field.type === "file") return isDefault ? [] : [...(field.files ?? [])].map((f) => f.name);
    return [isDefault ? field.defaultValue : field.value];
  });
}

/**
 * Return the chosen values of a selection.
 * @param {HTMLSelectElement} select
 * @param {boolean} isDefault
 * @returns {string[]}
 */
function selected(select, isDefault) {
  const options = [...select.options];
  // The right box of a pair of lists contains what is chosen, selected or not.
  if (!isDefault && select.matches("[id$=_to].filtered")) return options.map(({ value }) => value);
  const chosen = options.filter((option) => (isDefault ? option.defaultSelected : option.selected));
  if (!chosen.length && !select.multiple && isDefault) chosen.push(...options.slice(0, 1));
  return chosen.map(({ value }) => value);
}

/**
 * Return the values with which the server sent the form. Call it before other scripts change it.
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
export function openedValues(form) {
  const entries = [...fieldsOf(form)].map(([key, fields]) => [key, valuesOf(fields, true)]);
  return Object.fromEntries(entries);
}

/**
 * Remove the values of new rows: in a form that the server refused, they were typed.
 * @param {Values} opened
 * @returns {void}
 */
export function removeNewRows(opened) {
  for (const key of Object.keys(opened)) if (NEW_ROW.test(key)) delete opened[key];
}

/**
 * Return the value that a field was opened with. A field of a new row has that of the template.
 * @param {Values} opened
 * @param {string} key
 * @returns {string[]}
 */
export function openedValue(opened, key) {
  return opened[key] ?? opened[key.replace(NEW_ROW, "$1:__prefix__:")] ?? [];
}

/**
 * Return the values that differ from those the form was opened with.
 * @param {HTMLFormElement} form
 * @param {Values} opened
 * @returns {Values}
 */
export function typedValues(form, opened) {
  /** @type {Values} */
  const typed = {};
  for (const [key, fields] of fieldsOf(form)) {
    const values = valuesOf(fields, false);
    if (!areEqual(values, openedValue(opened, key))) typed[key] = values;
  }
  return typed;
}

/**
 * Return whether two values are the same. The order of a selection does not matter, and browsers
 * and servers write line ends differently.
 * @param {string[]} one
 * @param {string[]} other
 * @returns {boolean}
 */
export function areEqual(one, other) {
  const text = (/** @type {string[]} */ values) =>
    JSON.stringify(values.map((value) => value.replace(/\r\n?/g, "\n")).sort());
  return text(one) === text(other);
}

/**
 * Return whether a form contains these values now.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @returns {boolean}
 */
export function contains(form, values) {
  const fields = fieldsOf(form);
  return Object.entries(values).every(([key, value]) =>
    areEqual(valuesOf(fields.get(key) ?? [], false), value),
  );
}

/**
 * Return the labels of the options that autocomplete fields have loaded, by value.
 * @param {HTMLFormElement} form
 * @param {Values} values Values of the fields to look at.
 * @returns {Record<string, Record<string, string>>}
 */
export function labelsOf(form, values) {
  /** @type {Record<string, Record<string, string>>} */
  const labels = {};
  for (const [key, fields] of fieldsOf(form)) {
    if (!(key in values) || !fields[0].matches("select.admin-autocomplete")) continue;
    const options = /** @type {HTMLSelectElement} */ (fields[0]).selectedOptions;
    labels[key] = Object.fromEntries([...options].map(({ value, text }) => [value, text]));
  }
  return labels;
}

/**
 * Fill in the fields of one key, and tell the scripts of the admin.
 * @param {Field[]} fields
 * @param {string[]} values
 * @param {Record<string, string>} [labels] Labels of options that have to be added.
 * @returns {boolean} Whether the fields have the values now.
 */
export function fill(fields, values, labels = {}) {
  for (const field of fields) {
    if (field instanceof HTMLSelectElement) choose(field, values, labels);
    else if (field.type === "checkbox" || field.type === "radio") {
      /** @type {HTMLInputElement} */ (field).checked = values.includes(field.value);
    } else if (field.type !== "file") field.value = values[0] ?? "";
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
  return areEqual(valuesOf(fields, false), values);
}

/**
 * Choose options of a selection; add those that an autocomplete field had loaded.
 * @param {HTMLSelectElement} select
 * @param {string[]} values
 * @param {Record<string, string>} labels
 * @returns {void}
 */
function choose(select, values, labels) {
  if (select.matches("[id$=_to].filtered")) {
    movePair(select, values);
    return;
  }
  const present = new Set([...select.options].map(({ value }) => value));
  for (const [value, label] of Object.entries(labels)) {
    if (!present.has(value)) select.add(new Option(label, value));
  }
  for (const option of select.options) option.selected = values.includes(option.value);
}

/**
 * Choose options in a pair of lists.
 * @param {HTMLSelectElement} to
 * @param {string[]} values
 * @returns {void}
 */
function movePair(to, values) {
  const id = to.id.replace(/_to$/, "_from");
  const from = /** @type {HTMLSelectElement} */ (document.getElementById(id));
  const move = (/** @type {HTMLSelectElement} */ source, /** @type {string} */ target, isIn) => {
    for (const option of source.options) option.selected = values.includes(option.value) === isIn;
    window.SelectBox.move(source.id, target);
  };
  move(from, to.id, true);
  move(to, from.id, false);
}
