import { isoOf } from "./chart-days.js";

/**
 * The rest of the page leads on to the time and the lanes that the chart shows now, not to those of
 * when the page came: facets, chips, the order and the pages of the list; the form to the lanes alone.
 */
export class Links {
  /** @param {any} chart The timeline-chart. */
  constructor(chart) {
    this.chart = chart;
    // Before the browser reads where the link leads; the middle button has an event of its own.
    for (const name of ["click", "auxclick"]) document.addEventListener(name, (event) => this.onClick(event), true);
    document.addEventListener("formdata", (event) => this.onForm(event));
  }

  /** @param {Event} event */
  onClick(event) {
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.pathname !== location.pathname) return;
    // A link to a part of the page stays on it; one without a filter begins anew.
    if (link.hash || !link.search || this.chart.contains(link)) return;
    const address = new URL(link.href);
    for (const [name, values] of [...this.#window(), ...this.#folds()]) put(address.searchParams, name, values);
    link.href = address.href;
  }

  /** @param {FormDataEvent} event */
  onForm(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
    for (const [name, values] of this.#folds()) put(event.formData, name, values);
  }

  /** @returns {[string, string[]][]} */
  #window() {
    const { first, last, isWhole } = this.chart;
    const values = (/** @type {number} */ day) => (isWhole ? [] : [isoOf(Math.round(day))]);
    return [["from", values(first)], ["to", values(last)]];
  }

  /** @returns {[string, string[]][]} */
  #folds() {
    const shown = new URLSearchParams(location.search);
    return [["open", shown.getAll("open")], ["close", shown.getAll("close")]];
  }
}

/** @param {URLSearchParams | FormData} given @param {string} name @param {string[]} values */
function put(given, name, values) {
  given.delete(name);
  for (const value of values) given.append(name, value);
}
