import { isoOf } from "./chart-days.js";

/**
 * Links and forms of the page that keep the current state of the chart. Links (facets, active
 * filters, sort order, pages of the list) keep its time range and folded lanes, not those from when
 * the page was loaded. The filter form keeps only the folded lanes.
 */
export class PageLinks {
  /** @param {any} chart The timeline-chart element. */
  constructor(chart) {
    this.chart = chart;
    // In the capture phase, before the browser reads the href. The middle button sends "auxclick".
    for (const name of ["click", "auxclick"]) document.addEventListener(name, (event) => this.onClick(event), true);
    document.addEventListener("formdata", (event) => this.onForm(event));
  }

  /**
   * Add the state of the chart to the href of a clicked link.
   * @param {Event} event
   * @returns {void}
   */
  onClick(event) {
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.pathname !== location.pathname) return;
    // A link to a fragment stays on the page; a link without a query string resets the chart.
    if (link.hash || !link.search || this.chart.contains(link)) return;
    const address = new URL(link.href);
    for (const [name, values] of [...this.#windowParameters(), ...this.#foldParameters()]) setAll(address.searchParams, name, values);
    link.href = address.href;
  }

  /**
   * Add the folded lanes to a submitted GET form of this page.
   * @param {FormDataEvent} event
   * @returns {void}
   */
  onForm(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
    for (const [name, values] of this.#foldParameters()) setAll(event.formData, name, values);
  }

  /**
   * Return the parameters of the time range; without values if the chart shows all years.
   * @returns {[string, string[]][]}
   */
  #windowParameters() {
    const { first, last, isWhole } = this.chart;
    const values = (/** @type {number} */ day) => (isWhole ? [] : [isoOf(Math.round(day))]);
    return [["from", values(first)], ["to", values(last)]];
  }

  /**
   * Return the parameters of the folded and unfolded lanes.
   * @returns {[string, string[]][]}
   */
  #foldParameters() {
    const current = new URLSearchParams(location.search);
    return [["open", current.getAll("open")], ["close", current.getAll("close")]];
  }
}

/**
 * Replace all values of a parameter.
 * @param {URLSearchParams | FormData} parameters
 * @param {string} name
 * @param {string[]} values
 * @returns {void}
 */
function setAll(parameters, name, values) {
  parameters.delete(name);
  for (const value of values) parameters.append(name, value);
}
