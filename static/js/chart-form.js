import { Gestures } from "./chart-gestures.js";
import { Keys } from "./chart-keys.js";

const MARGIN = 0.5; // As events/timeline/chart/scale.py draws beyond the window.

/**
 * A plot as the server drew it: time goes across it, or down it from the oldest or the newest day.
 */
export class Form {
  /** @param {any} chart The timeline-chart. @param {HTMLElement} plot @param {number} drawnLength In pixels. */
  constructor(chart, plot, drawnLength) {
    this.plot = plot;
    this.isDown = "down" in plot.dataset;
    this.isBackwards = plot.dataset.down === "newest";
    this.drawnLength = drawnLength;
    plot.tabIndex = 0;
    this.read();
    this.keys = new Keys(chart, this);
    this.gestures = new Gestures(chart, this);
  }

  read() {
    this.drawing = /** @type {SVGSVGElement} */ (this.plot.querySelector(".plot__window"));
    this.drawn = { first: Number(this.drawing.dataset.first), last: Number(this.drawing.dataset.last) };
  }

  /** Pixels along time. */
  get length() {
    return (this.isDown ? this.plot.clientHeight : this.plot.clientWidth) || this.drawnLength;
  }

  get isStretched() {
    return Math.abs(Math.log(this.length / this.drawnLength)) > 0.25;
  }

  /** Pixels from the window's first day to a place on the screen. @param {number} x @param {number} y */
  along(x, y) {
    const box = this.plot.getBoundingClientRect();
    if (!this.isDown) return x - box.left;
    return this.isBackwards ? box.bottom - y : y - box.top;
  }

  /** What an arrow key means: a step along time, or to another lane. @param {string} key */
  step(key) {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
    if (!this.isDown) return { time: right, lane: down };
    return { time: this.isBackwards ? -down : down, lane: right };
  }

  /**
   * Put an element where a stretch of the window is, in per cent from its first day.
   * @param {number} start @param {number} end @param {(name: string, value: string) => void} put
   */
  reach(start, end, put) {
    put(this.isDown ? "y" : "x", `${this.isBackwards ? 100 - end : start}%`);
    put(this.isDown ? "height" : "width", `${end - start}%`);
  }

  /** Put the drawing where the window has it. @param {number} first @param {number} days */
  place(first, days) {
    const drawnDays = this.drawn.last - this.drawn.first + 1;
    const start = (100 * (this.drawn.first - MARGIN * drawnDays - first)) / days;
    const length = (100 * (1 + 2 * MARGIN) * drawnDays) / days;
    this.reach(start, start + length, (name, value) => this.drawing.setAttribute(name, value));
  }

  /** Keep the drawing out of the page until it is wanted. */
  rest() {
    this.kept ??= this.drawing.innerHTML;
    this.drawing.replaceChildren();
  }

  wake() {
    if (this.kept) this.drawing.innerHTML = this.kept;
    this.kept = undefined;
  }

  /** Take a new drawing; the focus stays with its event. @param {string} text SVG @param {number} length */
  take(text, length) {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg>${text}</svg>`;
    const fresh = holder.content.querySelector(".plot__window");
    if (!fresh) return;
    const held = this.keys.held();
    this.drawnLength = length;
    this.drawing.replaceWith(fresh);
    this.kept = undefined;
    this.read();
    this.keys.hold(held);
  }
}
