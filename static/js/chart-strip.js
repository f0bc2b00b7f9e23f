const EDGE_SIZE = 8; // Maximum distance in pixels at which a press drags an edge of the brush.
const DRAG_THRESHOLD = 4; // Pixels that a pointer travels before a press counts as a drag.
const MIN_DAYS = 30;

/**
 * The strip of years with a brush that shows the window. Dragging the brush or one of its edges
 * changes the window; dragging outside of it draws a new one.
 */
export class YearStrip {
  /** @param {any} chart The timeline-chart element. */
  constructor(chart) {
    this.chart = chart;
    this.svg = chart.querySelector(".year-strip__bars");
    this.brush = chart.querySelector(".year-strip__brush");
    if (!this.svg || !this.brush) return;
    this.first = Number(chart.dataset.stripFirst);
    this.days = Number(chart.dataset.stripLast) + 1 - this.first;
    this.svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.onDown(event));
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) this.svg.addEventListener(name, () => this.onUp());
    this.svg.addEventListener("click", (/** @type {MouseEvent} */ event) => this.onClick(event), true);
    this.svg.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
  }

  /**
   * Move the brush to the window.
   * @returns {void}
   */
  place() {
    if (!this.brush) return;
    const start = Math.min(Math.max((100 * (this.chart.first - this.first)) / this.days, 0), 100);
    const end = Math.min(Math.max((100 * (this.chart.last + 1 - this.first)) / this.days, 0), 100);
    this.brush.setAttribute("x", `${start}%`);
    this.brush.setAttribute("width", `${Math.max(end - start, 0.3)}%`);
  }

  /**
   * Return the day at a point of the strip.
   * @param {number} clientX
   * @returns {number}
   */
  dayAt(clientX) {
    const { left, width } = this.svg.getBoundingClientRect();
    return this.first + (this.days * (clientX - left)) / width;
  }

  /**
   * Start a drag of the brush, of an edge, or of a new brush.
   * @param {PointerEvent} event
   * @returns {void}
   */
  onDown(event) {
    if (event.button) return;
    const box = this.brush.getBoundingClientRect();
    const showsAll = this.chart.isWhole;
    const near = (/** @type {number} */ x) => Math.abs(event.clientX - x) <= EDGE_SIZE;
    const within = event.clientX > box.left && event.clientX < box.right;
    const part = showsAll ? "new" : near(box.left) ? "first" : near(box.right) ? "last" : within ? "all" : "new";
    this.drag = { part, x: event.clientX, day: this.dayAt(event.clientX), first: this.chart.first, last: this.chart.last };
    this.travelled = 0;
  }

  /**
   * Change the window during a drag.
   * @param {PointerEvent} event
   * @returns {void}
   */
  onMove(event) {
    if (!this.drag) return;
    this.travelled = Math.max(this.travelled ?? 0, Math.abs(event.clientX - this.drag.x));
    if (this.travelled <= DRAG_THRESHOLD) return;
    if (!this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    const { part, day, first, last } = this.drag;
    const here = this.dayAt(event.clientX);
    if (part === "all") this.chart.show(first + here - day, last + here - day);
    else if (part === "first") this.chart.show(Math.min(here, last - MIN_DAYS), last);
    else if (part === "last") this.chart.show(first, Math.max(here, first + MIN_DAYS));
    else this.chart.show(Math.min(day, here), Math.max(day, here));
  }

  /**
   * End a drag.
   * @returns {void}
   */
  onUp() {
    this.drag = undefined;
  }

  /**
   * Follow the link of a year if the press was no drag, also if the brush covers the link.
   * @param {MouseEvent} event
   * @returns {void}
   */
  onClick(event) {
    if ((this.travelled ?? 0) > DRAG_THRESHOLD) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.target === this.brush) {
      const below = document.elementsFromPoint(event.clientX, event.clientY);
      const year = below.map((item) => item.closest(".year-strip__year")).find(Boolean);
      if (year) location.href = /** @type {SVGAElement} */ (year).href.baseVal;
    }
    this.travelled = 0;
  }
}
