const PAN_STEP = 0.2; // Share of the window by which an arrow key moves it.

/**
 * Keyboard control of the chart. With the focus on the chart, arrow keys along time move the window,
 * + and − zoom, Home shows all years, and the arrow key towards the lanes moves the focus to the
 * first visible event. With the focus on an event, arrow keys move to its neighbours in the lane and
 * to the next lanes, Home and End move to the ends of the lane, Enter follows the link, and Escape
 * returns to the chart.
 */
export class Keys {
  /**
   * @param {any} chart The timeline-chart element.
   * @param {any} plotView The PlotView to listen to.
   */
  constructor(chart, plotView) {
    this.chart = chart;
    this.plotView = plotView;
    this.plot = plotView.plot;
    this.plot.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.onKey(event));
    this.plot.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.onFocus(event));
    this.resetTabStop();
  }

  /**
   * Return the events and bands that can have the focus, in document order, with their position
   * along the time axis in pixels.
   * @returns {{item: SVGElement, lane: number, position: number, isVisible: boolean}[]}
   */
  items() {
    const length = this.plotView.length;
    return /** @type {SVGElement[]} */ ([...this.plot.querySelectorAll(".mark, .band")]).map((item) => {
      const box = (item.querySelector("use, path") ?? item).getBoundingClientRect();
      const position = this.plotView.positionAt((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return { item, lane: Number(item.dataset.lane), position, isVisible: position >= 0 && position <= length };
    });
  }

  /**
   * Make the first event or band the only one that Tab reaches.
   * @returns {void}
   */
  resetTabStop() {
    for (const item of this.plot.querySelectorAll('[tabindex="0"]')) item.setAttribute("tabindex", "-1");
    this.plot.querySelector(".mark, .band")?.setAttribute("tabindex", "0");
  }

  /**
   * Return which event has the focus, so that it can get it again in the next drawing.
   * @returns {{event?: string, lane?: string} | undefined}
   */
  focusedItem() {
    const active = document.activeElement;
    if (!(active instanceof SVGElement) || !this.plot.contains(active)) return undefined;
    return { event: active.dataset.event, lane: active.dataset.lane };
  }

  /**
   * Focus the same event in the current drawing, or the plot if the event is not in it.
   * @param {{event?: string, lane?: string} | undefined} focused
   * @returns {void}
   */
  restoreFocus(focused) {
    this.resetTabStop();
    if (!focused) return;
    const selector = `.mark[data-event="${focused.event}"][data-lane="${focused.lane}"]`;
    const mark = focused.event ? this.plot.querySelector(selector) : null;
    /** @type {HTMLElement} */ (mark ?? this.plot).focus({ preventScroll: true });
  }

  /**
   * Make the focused event the one that Tab reaches.
   * @param {FocusEvent} event
   * @returns {void}
   */
  onFocus(event) {
    const item = /** @type {Element} */ (event.target).closest(".mark, .band");
    if (!item) return;
    for (const other of this.plot.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
  }

  /**
   * Handle a key; keys with Ctrl, Meta or Alt belong to the browser.
   * @param {KeyboardEvent} event
   * @returns {void}
   */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = /** @type {Element} */ (event.target).closest(".mark, .band");
    const isHandled = this.zoomWithKey(event.key) || (item ? this.moveFocus(event.key, item) : this.moveWindow(event.key));
    if (isHandled) event.preventDefault();
  }

  /**
   * Zoom around the focused event, or around the middle of the window.
   * @param {string} key
   * @returns {boolean} Whether the key zooms.
   */
  zoomWithKey(key) {
    const factor = { "+": 0.5, "=": 0.5, "-": 2, "−": 2, _: 2 }[key];
    if (!factor) return false;
    const items = this.items();
    const focused = items.find(({ item }) => item === document.activeElement);
    this.chart.animateZoom(factor, focused && this.chart.dayAtPosition(focused.position));
    return true;
  }

  /**
   * Move the window, show all years, or move the focus from the chart to the first visible event.
   * @param {string} key
   * @returns {boolean} Whether the key does one of these.
   */
  moveWindow(key) {
    const chart = this.chart;
    const { time, lane } = this.plotView.directionOf(key);
    if (time) {
      const days = chart.days * PAN_STEP * time;
      chart.animateTo(chart.first + days, chart.last + days);
    } else if (key === "Home") chart.showAll();
    else if (lane > 0 || key === "Enter") this.focus(this.items().find(({ isVisible }) => isVisible)?.item);
    else return false;
    return true;
  }

  /**
   * Move the focus from an event to another one, or back to the chart.
   * @param {string} key
   * @param {Element} from
   * @returns {boolean} Whether the key is handled.
   */
  moveFocus(key, from) {
    if (key === "Escape") {
      this.plot.focus({ preventScroll: true });
      return true;
    }
    const items = this.items().filter(({ isVisible, item }) => isVisible || item === from);
    const here = items.find(({ item }) => item === from);
    if (!here) return false;
    const lane = items.filter((other) => other.lane === here.lane).sort((a, b) => a.position - b.position);
    const index = lane.indexOf(here);
    const direction = this.plotView.directionOf(key);
    if (direction.time) {
      const next = lane[index + direction.time];
      if (next) this.focus(next.item);
      else this.chart.move(this.chart.days * PAN_STEP * direction.time);
    } else if (key === "Home" || key === "End") this.focus(lane.at(key === "Home" ? 0 : -1)?.item);
    else if (direction.lane) this.changeLane(items, here, direction.lane);
    else return false;
    return true;
  }

  /**
   * Focus the nearest event in the next lane that has one; before the first lane focus the chart.
   * @param {{item: SVGElement, lane: number, position: number}[]} items
   * @param {{lane: number, position: number}} here The focused event.
   * @param {number} direction Below 0 for the lanes before, above 0 for those after.
   * @returns {void}
   */
  changeLane(items, here, direction) {
    const beyond = items.filter(({ lane }) => (lane - here.lane) * direction > 0);
    if (!beyond.length) return direction < 0 ? this.plot.focus({ preventScroll: true }) : undefined;
    const nearest = Math.min(...beyond.map(({ lane }) => Math.abs(lane - here.lane)));
    const lane = beyond.filter((other) => Math.abs(other.lane - here.lane) === nearest);
    lane.sort((a, b) => Math.abs(a.position - here.position) - Math.abs(b.position - here.position));
    this.focus(lane[0].item);
  }

  /**
   * Focus an event and scroll to it if it is out of view.
   * @param {SVGElement | undefined} item
   * @returns {void}
   */
  focus(item) {
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest" });
  }
}
