const DRAG_THRESHOLD = 4; // Pixels that a pointer travels before a press counts as a drag.

/**
 * Pointer and wheel on the chart: a drag moves it, two fingers or Ctrl with the wheel zoom. A finger
 * that moves up or down scrolls the page, in both orientations of the chart.
 */
export class Gestures {
  /**
   * @param {any} chart The timeline-chart element.
   * @param {any} plotView The PlotView to listen to.
   */
  constructor(chart, plotView) {
    this.chart = chart;
    this.plotView = plotView;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.travelled = 0;
    const plot = plotView.plot;
    plot.addEventListener("wheel", (/** @type {WheelEvent} */ event) => this.onWheel(event), { passive: false });
    plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.onDown(event));
    plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) {
      plot.addEventListener(name, (/** @type {PointerEvent} */ event) => this.onUp(event));
    }
    // Otherwise the browser also scrolls with two fingers.
    for (const name of ["touchstart", "touchmove"]) {
      plot.addEventListener(name, (/** @type {TouchEvent} */ event) => this.onTouch(event), { passive: false });
    }
    // A drag that starts on a link must not follow the link.
    plot.addEventListener("click", (/** @type {MouseEvent} */ event) => this.onClick(event), true);
    plot.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
  }

  /**
   * Zoom with Ctrl, pan with a horizontal wheel; otherwise the wheel scrolls the page as usual.
   * @param {WheelEvent} event
   * @returns {void}
   */
  onWheel(event) {
    const chart = this.chart;
    const scale = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? this.plotView.length : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const delta = Math.max(-120, Math.min(120, event.deltaY * scale));
      chart.zoom(Math.exp(delta * 0.0035), chart.dayAt(event.clientX, event.clientY));
      return;
    }
    if (this.plotView.isDown) return;
    const sideways = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    chart.move((sideways * scale * chart.days) / this.plotView.length);
  }

  /**
   * Keep the browser from scrolling or zooming the page with two fingers.
   * @param {TouchEvent} event
   * @returns {void}
   */
  onTouch(event) {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  }

  /**
   * Start to follow a pointer.
   * @param {PointerEvent} event
   * @returns {void}
   */
  onDown(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.travelled = 0;
  }

  /**
   * Zoom with two pointers, pan with one.
   * @param {PointerEvent} event
   * @returns {void}
   */
  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const chart = this.chart;
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1] ?? before;
      const [distance, oldDistance] = [now, before].map(({ x, y }) => Math.hypot(x - other.x, y - other.y));
      if (distance > 8 && oldDistance > 8) {
        chart.zoom(oldDistance / distance, chart.dayAt((now.x + other.x) / 2, (now.y + other.y) / 2));
      }
      this.travelled = DRAG_THRESHOLD + 1;
    } else {
      const distance = this.plotView.positionAt(before.x, before.y) - this.plotView.positionAt(now.x, now.y);
      this.travelled += Math.abs(distance);
      if (this.travelled > DRAG_THRESHOLD && !(this.plotView.isDown && event.pointerType === "touch")) {
        if (!this.plotView.plot.hasPointerCapture(event.pointerId)) this.plotView.plot.setPointerCapture(event.pointerId);
        this.plotView.plot.dataset.dragging = "";
        chart.move((distance * chart.days) / this.plotView.length);
      }
    }
    this.pointers.set(event.pointerId, now);
  }

  /**
   * Stop following a pointer.
   * @param {PointerEvent} event
   * @returns {void}
   */
  onUp(event) {
    this.pointers.delete(event.pointerId);
    delete this.plotView.plot.dataset.dragging;
  }

  /**
   * Suppress the click at the end of a drag.
   * @param {MouseEvent} event
   * @returns {void}
   */
  onClick(event) {
    if (this.travelled <= DRAG_THRESHOLD) return;
    event.preventDefault();
    event.stopPropagation();
    this.travelled = 0;
  }
}
