import { PlotView } from "./chart-plot-view.js";

const NARROW = matchMedia("(max-width: 47.99rem)"); // The same width as in chart.css.
const TAP_RADIUS = 22; // Maximum distance in pixels from a tap to the item it selects.
const OTHER_HEIGHT = 170; // Approximate height in pixels of the screen outside the rail's plot.

/**
 * The rail: the vertical chart next to the list on a phone, with a marker for the time range of the
 * visible rows.
 */
export class Rail {
  /** @param {any} chart The timeline-chart element. */
  constructor(chart) {
    this.chart = chart;
    this.tools = [...chart.querySelectorAll('[data-act]:not([data-act="narrow"])')];
    this.toolbar = chart.querySelector(".chart__tools");
    /** @type {Set<Element>} */
    this.visibleRows = new Set();
    this.observer = new IntersectionObserver((entries) => this.onVisibilityChange(entries));
    NARROW.addEventListener("change", () => {
      if (!NARROW.matches) this.detach();
      chart.requestWindow();
    });
    // Paper is wide enough for the horizontal chart.
    addEventListener("beforeprint", () => this.onPrint(true));
    addEventListener("afterprint", () => this.onPrint(false));
  }

  /**
   * Restore the drawing of the horizontal chart while the page is printed.
   * @param {boolean} isPrinting
   * @returns {void}
   */
  onPrint(isPrinting) {
    if (!this.element) return;
    if (isPrinting) {
      this.chart.horizontalView.restoreDrawing();
      this.chart.horizontalView.place(this.chart.first, this.chart.days);
    } else this.chart.horizontalView.hideDrawing();
  }

  /**
   * Whether the screen is narrow and the rail is not yet loaded.
   * @returns {boolean}
   */
  get isMissing() {
    return NARROW.matches && !this.element;
  }

  /**
   * Estimated length in pixels of the rail's time axis, before it is loaded.
   * @returns {number}
   */
  get estimatedLength() {
    return innerHeight - OTHER_HEIGHT;
  }

  /**
   * Insert the rail before the list and use it as the chart.
   * @param {string} text HTML of the rail from the server.
   * @param {number} length Length of the time axis in pixels.
   * @returns {void}
   */
  attach(text, length) {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    this.element = /** @type {HTMLElement} */ (holder.content.querySelector(".rail"));
    const tools = document.createElement("p");
    tools.className = "rail__tools";
    tools.append(...this.tools);
    this.element.append(tools);
    document.querySelector(".timeline__list")?.before(this.element);
    const plot = /** @type {HTMLElement} */ (this.element.querySelector(".chart__plot"));
    this.marker = /** @type {HTMLElement} */ (plot.querySelector(".rail__here"));
    plot.addEventListener("click", (event) => this.onTap(event));
    this.chart.listen(this.element);
    this.chart.usePlotView(new PlotView(this.chart, plot, length));
    this.chart.horizontalView.hideDrawing();
    this.observeRows();
  }

  /**
   * Remove the rail and use the horizontal chart again.
   * @returns {void}
   */
  detach() {
    this.toolbar.prepend(...this.tools);
    this.element?.remove();
    this.element = undefined;
    this.observer.disconnect();
    this.chart.horizontalView.restoreDrawing();
    this.chart.usePlotView(this.chart.horizontalView);
  }

  /**
   * Observe the visibility of the current rows of the list.
   * @returns {void}
   */
  observeRows() {
    this.observer.disconnect();
    this.visibleRows.clear();
    if (!this.element) return;
    for (const row of document.querySelectorAll(".timeline__list [data-day]")) this.observer.observe(row);
  }

  /**
   * Update the set of visible rows and the marker.
   * @param {IntersectionObserverEntry[]} entries
   * @returns {void}
   */
  onVisibilityChange(entries) {
    for (const { target, isIntersecting } of entries) this.visibleRows[isIntersecting ? "add" : "delete"](target);
    this.place();
  }

  /**
   * Place the marker at the time range of the visible rows.
   * @returns {void}
   */
  place() {
    if (!this.element || !this.marker) return;
    const days = [...this.visibleRows].map((row) => Number(/** @type {HTMLElement} */ (row).dataset.day));
    this.marker.hidden = !days.length;
    if (!days.length) return;
    const percent = (/** @type {number} */ day) =>
      Math.min(Math.max((100 * (day - this.chart.first)) / this.chart.days, 0), 100);
    this.chart.plotView.setExtent(percent(Math.min(...days)), percent(Math.max(...days) + 1), (name, value) => {
      this.marker?.style.setProperty(name === "y" ? "top" : "height", value);
    });
  }

  /**
   * Select the item nearest to a tap, because lanes are narrower than fingers.
   * @param {MouseEvent} event
   * @returns {void}
   */
  onTap(event) {
    if (/** @type {Element} */ (event.target).closest(".mark, .band")) return;
    const { clientX: x, clientY: y } = event;
    const items = [...this.chart.plotView.plot.querySelectorAll(".mark, .band")].map((item) => {
      const box = item.querySelector("use, path").getBoundingClientRect();
      const distanceX = Math.max(box.left - x, x - box.right, 0);
      return { item, distance: Math.hypot(distanceX, Math.max(box.top - y, y - box.bottom, 0)) };
    });
    items.sort((a, b) => a.distance - b.distance);
    if (items[0]?.distance > TAP_RADIUS) return;
    items[0]?.item.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
  }
}
