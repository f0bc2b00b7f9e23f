const EDGE = 8; // Pixels beside an edge of the brush within which it is taken hold of.
const THRESHOLD = 4;

/** The strip of years: a brush shows the window; dragging it, or an edge of it, moves the window. */
export class Strip {
  /** @param {any} chart The timeline-chart. */
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

  /** Put the brush where the window is. */
  place() {
    if (!this.brush) return;
    const start = Math.min(Math.max((100 * (this.chart.first - this.first)) / this.days, 0), 100);
    const end = Math.min(Math.max((100 * (this.chart.last + 1 - this.first)) / this.days, 0), 100);
    this.brush.setAttribute("x", `${start}%`);
    this.brush.setAttribute("width", `${Math.max(end - start, 0.3)}%`);
  }

  /** @param {number} clientX */
  dayAt(clientX) {
    const { left, width } = this.svg.getBoundingClientRect();
    return this.first + (this.days * (clientX - left)) / width;
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (event.button) return;
    const box = this.brush.getBoundingClientRect();
    const isAll = this.chart.isWhole;
    const near = (/** @type {number} */ x) => Math.abs(event.clientX - x) <= EDGE;
    const within = event.clientX > box.left && event.clientX < box.right;
    const part = isAll ? "new" : near(box.left) ? "first" : near(box.right) ? "last" : within ? "all" : "new";
    this.drag = { part, x: event.clientX, day: this.dayAt(event.clientX), first: this.chart.first, last: this.chart.last };
    this.travelled = 0;
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (!this.drag) return;
    this.travelled = Math.max(this.travelled ?? 0, Math.abs(event.clientX - this.drag.x));
    if (this.travelled <= THRESHOLD) return;
    if (!this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    const { part, day, first, last } = this.drag;
    const here = this.dayAt(event.clientX);
    if (part === "all") this.chart.show(first + here - day, last + here - day);
    else if (part === "first") this.chart.show(Math.min(here, last - 30), last);
    else if (part === "last") this.chart.show(first, Math.max(here, first + 30));
    else this.chart.show(Math.min(day, here), Math.max(day, here));
  }

  onUp() {
    this.drag = undefined;
  }

  /** A press without a drag is the link of the year, also through the brush. @param {MouseEvent} event */
  onClick(event) {
    if ((this.travelled ?? 0) > THRESHOLD) {
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
