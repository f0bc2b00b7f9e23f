import { Gestures } from "./chart-gestures.js";
import { Keys } from "./chart-keys.js";

// Share of the window that the server also draws on each side: see events/timeline/chart/scale.py.
const MARGIN = 0.5;

/**
 * A plot drawnWindow by the server. Time runs across it, or down it from the oldest or the newest day.
 */
export class PlotView {
  /**
   * @param {any} chart The timeline-chart element.
   * @param {HTMLElement} plot
   * @param {number} drawnLength Length of the time axis for which the server drew it, in pixels.
   */
  constructor(chart, plot, drawnLength) {
    this.plot = plot;
    this.isDown = "down" in plot.dataset;
    this.isBackwards = plot.dataset.down === "newest";
    this.drawnLength = drawnLength;
    plot.tabIndex = 0;
    this.readDrawing();
    this.keys = new Keys(chart, this);
    this.gestures = new Gestures(chart, this);
  }

  /**
   * Read the window of the current drawing.
   * @returns {void}
   */
  readDrawing() {
    this.drawing = /** @type {SVGSVGElement} */ (this.plot.querySelector(".plot__window"));
    this.drawnWindow = { first: Number(this.drawing.dataset.first), last: Number(this.drawing.dataset.last) };
  }

  /**
   * Length of the time axis in pixels.
   * @returns {number}
   */
  get length() {
    return (this.isDown ? this.plot.clientHeight : this.plot.clientWidth) || this.drawnLength;
  }

  /**
   * Whether the length differs so much from the drawing that a new drawing is needed.
   * @returns {boolean}
   */
  get isStretched() {
    return Math.abs(Math.log(this.length / this.drawnLength)) > 0.25;
  }

  /**
   * Return the distance along the time axis, in pixels, from the window's first day to a point.
   * @param {number} x Client coordinate.
   * @param {number} y Client coordinate.
   * @returns {number}
   */
  positionAt(x, y) {
    const box = this.plot.getBoundingClientRect();
    if (!this.isDown) return x - box.left;
    return this.isBackwards ? box.bottom - y : y - box.top;
  }

  /**
   * Return the direction of an arrow key: -1, 0 or 1 along time and across lanes.
   * @param {string} key
   * @returns {{time: number, lane: number}}
   */
  directionOf(key) {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
    if (!this.isDown) return { time: right, lane: down };
    return { time: this.isBackwards ? -down : down, lane: right };
  }

  /**
   * Set the position and size of an element that covers a part of the window.
   * @param {number} start Per cent of the window from its first day.
   * @param {number} end Per cent of the window from its first day.
   * @param {(name: string, value: string) => void} setAttribute Called with "x" and "width", or "y" and "height".
   * @returns {void}
   */
  setExtent(start, end, setAttribute) {
    setAttribute(this.isDown ? "y" : "x", `${this.isBackwards ? 100 - end : start}%`);
    setAttribute(this.isDown ? "height" : "width", `${end - start}%`);
  }

  /**
   * Move and scale the drawing to fit the window.
   * @param {number} first First day of the window.
   * @param {number} days Length of the window.
   * @returns {void}
   */
  place(first, days) {
    const drawnDays = this.drawnWindow.last - this.drawnWindow.first + 1;
    const start = (100 * (this.drawnWindow.first - MARGIN * drawnDays - first)) / days;
    const length = (100 * (1 + 2 * MARGIN) * drawnDays) / days;
    this.setExtent(start, start + length, (name, value) => this.drawing.setAttribute(name, value));
  }

  /**
   * Remove the drawing from the page and save it.
   * @returns {void}
   */
  hideDrawing() {
    this.savedDrawing ??= this.drawing.innerHTML;
    this.drawing.replaceChildren();
  }

  /**
   * Put a saved drawing back into the page.
   * @returns {void}
   */
  restoreDrawing() {
    if (this.savedDrawing) this.drawing.innerHTML = this.savedDrawing;
    this.savedDrawing = undefined;
  }

  /**
   * Replace the drawing; the focus stays on its event.
   * @param {string} text SVG.
   * @param {number} length Length of the time axis in pixels.
   * @returns {void}
   */
  replaceDrawing(text, length) {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg>${text}</svg>`;
    const fresh = holder.content.querySelector(".plot__window");
    if (!fresh) return;
    const focusedItem = this.keys.focusedItem();
    this.drawnLength = length;
    this.drawing.replaceWith(fresh);
    this.savedDrawing = undefined;
    this.readDrawing();
    this.keys.restoreFocus(focusedItem);
  }
}
