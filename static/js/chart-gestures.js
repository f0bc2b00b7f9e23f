const THRESHOLD = 4; // Pixels a pointer travels before a press is a drag.

/**
 * Pointer and wheel on the chart: drag moves, two fingers and Ctrl with the wheel zoom. A finger that
 * goes up or down scrolls the page, whichever way time goes.
 */
export class Gestures {
  /** @param {any} chart The timeline-chart. @param {any} form The Form that this is for. */
  constructor(chart, form) {
    this.chart = chart;
    this.form = form;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.travelled = 0;
    const plot = form.plot;
    plot.addEventListener("wheel", (/** @type {WheelEvent} */ event) => this.onWheel(event), { passive: false });
    plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.onDown(event));
    plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) {
      plot.addEventListener(name, (/** @type {PointerEvent} */ event) => this.onUp(event));
    }
    // Otherwise the browser takes two fingers for scrolling, too.
    for (const name of ["touchstart", "touchmove"]) {
      plot.addEventListener(name, (/** @type {TouchEvent} */ event) => this.onTouch(event), { passive: false });
    }
    // A drag that began on a link must not follow it.
    plot.addEventListener("click", (/** @type {MouseEvent} */ event) => this.onClick(event), true);
    plot.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
  }

  /** The page scrolls by the wheel as anywhere, unless it is turned sideways or Ctrl is held.
   * @param {WheelEvent} event */
  onWheel(event) {
    const chart = this.chart;
    const scale = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? this.form.length : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const turn = Math.max(-120, Math.min(120, event.deltaY * scale));
      chart.zoom(Math.exp(turn * 0.0035), chart.dayAt(event.clientX, event.clientY));
      return;
    }
    if (this.form.isDown) return;
    const sideways = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    chart.move((sideways * scale * chart.days) / this.form.length);
  }

  /** @param {TouchEvent} event */
  onTouch(event) {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.travelled = 0;
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const chart = this.chart;
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1] ?? before;
      const [apart, was] = [now, before].map(({ x, y }) => Math.hypot(x - other.x, y - other.y));
      if (apart > 8 && was > 8) chart.zoom(was / apart, chart.dayAt((now.x + other.x) / 2, (now.y + other.y) / 2));
      this.travelled = THRESHOLD + 1;
    } else {
      const way = this.form.along(before.x, before.y) - this.form.along(now.x, now.y);
      this.travelled += Math.abs(way);
      if (this.travelled > THRESHOLD && !(this.form.isDown && event.pointerType === "touch")) {
        if (!this.form.plot.hasPointerCapture(event.pointerId)) this.form.plot.setPointerCapture(event.pointerId);
        this.form.plot.dataset.dragging = "";
        chart.move((way * chart.days) / this.form.length);
      }
    }
    this.pointers.set(event.pointerId, now);
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    this.pointers.delete(event.pointerId);
    delete this.form.plot.dataset.dragging;
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    if (this.travelled <= THRESHOLD) return;
    event.preventDefault();
    event.stopPropagation();
    this.travelled = 0;
  }
}
