const THRESHOLD = 4; // Pixels a pointer travels before a press is a drag.

/** Pointer and wheel on the chart: drag moves, two fingers and Ctrl with the wheel zoom. */
export class Gestures {
  /** @param {any} chart The timeline-chart. */
  constructor(chart) {
    this.chart = chart;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.travelled = 0;
    const plot = chart.plot;
    plot.addEventListener("wheel", (/** @type {WheelEvent} */ event) => this.onWheel(event), { passive: false });
    plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.onDown(event));
    plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) {
      plot.addEventListener(name, (/** @type {PointerEvent} */ event) => this.onUp(event));
    }
    // A drag that began on a link must not follow it.
    plot.addEventListener("click", (/** @type {MouseEvent} */ event) => this.onClick(event), true);
    plot.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
  }

  /** The page scrolls by the wheel as anywhere, unless it is turned sideways or Ctrl is held.
   * @param {WheelEvent} event */
  onWheel(event) {
    const chart = this.chart;
    const scale = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? chart.width : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const turn = Math.max(-120, Math.min(120, event.deltaY * scale));
      chart.zoom(Math.exp(turn * 0.0035), chart.dayAt(event.clientX));
      return;
    }
    const sideways = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    chart.move((sideways * scale * chart.days) / chart.width);
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
      const [apart, was] = [Math.abs(now.x - other.x), Math.abs(before.x - other.x)];
      if (apart > 8 && was > 8) chart.zoom(was / apart, chart.dayAt((now.x + other.x) / 2));
      this.travelled = THRESHOLD + 1;
    } else {
      this.travelled += Math.abs(now.x - before.x);
      if (this.travelled > THRESHOLD) {
        if (!chart.plot.hasPointerCapture(event.pointerId)) chart.plot.setPointerCapture(event.pointerId);
        chart.dataset.dragging = "";
        chart.move(((before.x - now.x) * chart.days) / chart.width);
      }
    }
    this.pointers.set(event.pointerId, now);
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    this.pointers.delete(event.pointerId);
    delete this.chart.dataset.dragging;
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    if (this.travelled <= THRESHOLD) return;
    event.preventDefault();
    event.stopPropagation();
    this.travelled = 0;
  }
}
