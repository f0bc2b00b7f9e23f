import { dayOf, formatRange, isoOf } from "./chart-days.js";
import { toggleLane } from "./chart-folds.js";
import { PageLinks } from "./chart-links.js";
import { EventList } from "./chart-list.js";
import { PlotView } from "./chart-plot-view.js";
import { Rail } from "./chart-rail.js";
import { YearStrip } from "./chart-strip.js";

const INITIAL_LENGTH = 960; // Width in pixels of the drawing in the page: see events/timeline/chart/chart.py.
const MIN_DAYS = 14;
const SAVE_DELAY_MS = 350; // Time without movement after which the window is saved in the history.
const ANIMATION_MS = 160;

/**
 * The chart of events: pans and zooms the drawing from the server, and requests the drawing of the
 * next window.
 *
 * Days are ordinals as in Python's date.toordinal(). The attribute `data-ready` is missing while a
 * window is requested.
 */
class TimelineChart extends HTMLElement {
  /** Read the window from the data attributes and set up all parts of the chart. @returns {void} */
  connectedCallback() {
    const { first, last, domainFirst, domainLast } = this.dataset;
    /** The visible window: from the start of day `first` to the end of day `last`. */
    this.first = Number(first);
    this.last = Number(last);
    this.domain = { first: Number(domainFirst), last: Number(domainLast) };
    this.isWhole = this.hasAttribute("data-whole");
    this.body = /** @type {HTMLElement} */ (this.querySelector("[data-body]"));
    this.reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
    this.tools = Object.fromEntries(
      ["all", "narrow"].map((act) => [act, /** @type {HTMLAnchorElement} */ (this.querySelector(`[data-act="${act}"]`))]),
    );
    this.observer = new ResizeObserver(() => this.onResize());
    this.usePlotView(this.createHorizontalView(INITIAL_LENGTH));
    this.list = new EventList(this);
    this.strip = new YearStrip(this);
    this.rail = new Rail(this);
    new PageLinks(this);
    this.listen(this);
    addEventListener("popstate", () => this.onPopState());
    this.dataset.live = "";
    if (this.rail.isMissing || this.plotView.isStretched) this.requestWindow();
    else this.dataset.ready = "";
  }

  /**
   * Listen to the controls and marks of a plot.
   * @param {HTMLElement} root An element that contains the plot. @returns {void}
   */
  listen(root) {
    root.addEventListener("click", (event) => this.onClick(event));
    this.list.listen(root);
  }

  /**
   * Create the view of the horizontal plot in the page.
   * @param {number} length Width in pixels for which the server drew it. @returns {PlotView}
   */
  createHorizontalView(length) {
    const plot = /** @type {HTMLElement} */ (this.body.querySelector(".chart__plot"));
    this.horizontalView = new PlotView(this, plot, length);
    return this.horizontalView;
  }

  /** Make a plot view the current one. @param {PlotView} plotView @returns {void} */
  usePlotView(plotView) {
    this.plotView = plotView;
    this.observer.disconnect();
    this.observer.observe(plotView.plot);
  }

  /** The element of the current plot. @returns {HTMLElement} */
  get plot() {
    return this.plotView.plot;
  }

  /** Length of the window in days. @returns {number} */
  get days() {
    return this.last - this.first + 1;
  }

  /** Return the day at a point of the screen. @param {number} clientX @param {number} clientY @returns {number} */
  dayAt(clientX, clientY) {
    return this.dayAtPosition(this.plotView.positionAt(clientX, clientY));
  }

  /**
   * Return the day at a position on the time axis.
   * @param {number} pixels Distance from the window's first day. @returns {number}
   */
  dayAtPosition(pixels) {
    return this.first + (this.days * pixels) / this.plotView.length;
  }

  /**
   * Show a window, limited to the minimum length and to the domain with a margin.
   * @param {number} first @param {number} last @returns {void}
   */
  show(first, last) {
    const domainDays = this.domain.last - this.domain.first + 1;
    const days = Math.min(Math.max(last - first + 1, MIN_DAYS), domainDays * 1.2);
    const middle = (first + last + 1) / 2;
    const minFirst = this.domain.first - domainDays * 0.1;
    const maxFirst = this.domain.last + 1 + domainDays * 0.1 - days;
    this.first = Math.min(Math.max(middle - days / 2, minFirst), maxFirst);
    this.last = this.first + days - 1;
    this.isWhole = false;
    this.place();
    this.requestWindowSoon();
    this.saveWindowSoon();
  }

  /** Show all years. @returns {void} */
  showAll() {
    this.animateTo(this.domain.first, this.domain.last);
    this.isWhole = true;
  }

  /** Pan the window. @param {number} days Above 0 to later days, below 0 to earlier ones. @returns {void} */
  move(days) {
    this.show(this.first + days, this.last + days);
  }

  /**
   * Change the length of the window.
   * @param {number} factor Below 1 zooms in.
   * @param {number} [around] The day that keeps its position.
   * @returns {void}
   */
  zoom(factor, around = (this.first + this.last + 1) / 2) {
    const first = around - (around - this.first) * factor;
    this.show(first, first + this.days * factor - 1);
  }

  /** Move to a window with a short animation. @param {number} first @param {number} last @returns {void} */
  animateTo(first, last) {
    const from = { first: this.first, last: this.last };
    const startTime = performance.now();
    cancelAnimationFrame(this.animationFrame ?? 0);
    const isWholeAfter = first <= this.domain.first && last >= this.domain.last;
    const step = (/** @type {number} */ now) => {
      const progress = this.reducedMotion.matches ? 1 : Math.min(1, Math.max(0, (now - startTime) / ANIMATION_MS));
      const eased = 1 - (1 - progress) ** 3;
      this.first = from.first + (first - from.first) * eased;
      this.last = from.last + (last - from.last) * eased;
      this.place();
      if (progress < 1) this.animationFrame = requestAnimationFrame(step);
      else {
        this.show(first, last);
        this.isWhole = isWholeAfter;
        this.place();
      }
    };
    this.requestWindow(first, last);
    step(startTime);
  }

  /**
   * Zoom with a short animation.
   * @param {number} factor Below 1 zooms in.
   * @param {number} [around] The day that keeps its position.
   * @returns {void}
   */
  animateZoom(factor, around = (this.first + this.last + 1) / 2) {
    const first = around - (around - this.first) * factor;
    this.animateTo(first, first + this.days * factor - 1);
  }

  /** Move the drawing, the brush and the marker to the window, at most once per frame. @returns {void} */
  place() {
    this.placementFrame ??= requestAnimationFrame(() => {
      this.placementFrame = undefined;
      this.plotView.place(this.first, this.days);
      this.updateControls();
      this.strip?.place();
      this.rail?.place();
    });
  }

  /** Update the text of the time range, and hide the controls that change nothing. @returns {void} */
  updateControls() {
    const label = this.querySelector("[data-window-words]");
    const text = formatRange(Math.round(this.first), Math.round(this.last), this.dataset.language ?? "en");
    if (label && label.textContent !== text) label.textContent = text;
    this.toggleAttribute("data-whole", this.isWhole);
    for (const name of ["all", "narrow"]) {
      this.tools[name].hidden = this.isWhole;
    }
  }

  /** Request the drawing of the window at most once per 60 ms. @returns {void} */
  requestWindowSoon() {
    delete this.dataset.ready;
    if (this.requestTimer) return;
    this.requestTimer = setTimeout(() => {
      this.requestTimer = undefined;
      this.requestWindow();
    }, 60);
  }

  /**
   * Request the drawing of a window from the server and show it; a newer request aborts this one.
   * @param {number} [first] @param {number} [last] @returns {Promise<void>}
   */
  async requestWindow(first = this.first, last = this.last) {
    delete this.dataset.ready;
    this.request?.abort();
    const request = (this.request = new AbortController());
    const needsRail = this.rail.isMissing;
    const orientation = needsRail ? "&down=1&lanes=1" : this.plotView.isDown ? "&down=1" : "";
    const length = Math.max(240, Math.min(4000, Math.round(needsRail ? this.rail.estimatedLength : this.plotView.length)));
    const [from, to] = [isoOf(Math.round(first)), isoOf(Math.round(last))];
    const url = `${this.dataset.windowUrl}&from=${from}&to=${to}&width=${length}${orientation}`;
    try {
      const response = await fetch(url, { signal: request.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const text = await response.text();
      if (request !== this.request) return;
      if (needsRail) this.rail.attach(text, length);
      else this.plotView.replaceDrawing(text, length);
      this.place();
      this.list.markSelected();
      this.querySelector(".chart__problem")?.remove();
      this.dataset.ready = "";
    } catch (error) {
      if (request === this.request && !(error instanceof DOMException && error.name === "AbortError")) this.showError();
    }
  }

  /** Show an error message above the chart until a request succeeds. @returns {void} */
  showError() {
    if (this.querySelector(".chart__problem")) return;
    const message = document.createElement("p");
    message.className = "chart__problem";
    message.setAttribute("role", "alert");
    message.textContent = this.dataset.failed ?? "";
    this.body.before(message);
  }

  /** Save the window in the URL and the history once it has not moved for a while. @returns {void} */
  saveWindowSoon() {
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.saveWindow(), SAVE_DELAY_MS);
  }

  /** Save the window in the URL and the history, if it differs from the URL. @returns {void} */
  saveWindow() {
    const address = new URL(location.href);
    for (const name of ["from", "to"]) address.searchParams.delete(name);
    if (!this.isWhole) {
      address.searchParams.set("from", isoOf(Math.round(this.first)));
      address.searchParams.set("to", isoOf(Math.round(this.last)));
    }
    if (address.href !== location.href) history.pushState({ chart: true }, "", address);
    this.updateNarrowLink();
  }

  /** Set the link that limits the list to the window. @returns {void} */
  updateNarrowLink() {
    const address = new URL(location.href);
    for (const name of ["cursor", "at", "from", "to"]) address.searchParams.delete(name);
    address.searchParams.set("since", isoOf(Math.round(this.first)));
    address.searchParams.set("until", isoOf(Math.round(this.last)));
    this.tools.narrow.href = address.href;
  }

  /**
   * Restore the window and the selected event of the URL after Back or Forward. If the folded lanes
   * differ, reload the page.
   * @returns {void}
   */
  onPopState() {
    const parameters = new URL(location.href).searchParams;
    const [from, to] = [parameters.get("from"), parameters.get("to")];
    clearTimeout(this.saveTimer);
    this.first = from ? dayOf(from) : this.domain.first;
    this.last = to ? dayOf(to, true) : this.domain.last;
    this.isWhole = !from && !to;
    const drawn = new URL(this.dataset.windowUrl ?? "", location.href).searchParams;
    const hasSameFolds = ["open", "close"].every((name) => `${parameters.getAll(name)}` === `${drawn.getAll(name)}`);
    if (!hasSameFolds || Number.isNaN(this.first + this.last)) return location.reload();
    this.place();
    this.requestWindow();
    this.updateNarrowLink();
    this.list?.selectFromUrl(parameters.get("at"));
  }

  /** Request a new drawing if the size of the plot changed much. @returns {void} */
  onResize() {
    if (this.plotView.isStretched) this.requestWindowSoon();
  }

  /**
   * Handle clicks on zoom controls, bands and fold links; modified clicks belong to the browser.
   * @param {MouseEvent} event @returns {void}
   */
  onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const tool = /** @type {HTMLElement | null} */ (target.closest("[data-act]"));
    const act = tool?.dataset.act;
    if (act === "in" || act === "out" || act === "all") {
      event.preventDefault();
      if (act === "all") this.showAll();
      else this.animateZoom(act === "in" ? 0.5 : 2);
    }
    const band = /** @type {SVGElement | null} */ (target.closest(".band"));
    if (band) {
      event.preventDefault();
      this.zoomToBand(Number(band.dataset.first), Number(band.dataset.last), event);
    }
    const fold = /** @type {HTMLAnchorElement | null} */ (target.closest(".lane__fold"));
    if (fold) {
      event.preventDefault();
      toggleLane(this, fold);
    }
  }

  /**
   * Zoom to a band; if the band fills half of the window or more, zoom in around the pointer.
   * @param {number} first First day of the band.
   * @param {number} last Last day of the band.
   * @param {MouseEvent} event
   * @returns {void}
   */
  zoomToBand(first, last, event) {
    const days = (last - first + 1) * 1.2;
    if (days < this.days * 0.5) this.animateTo(first - days / 12, last + days / 12);
    else this.animateZoom(0.25, event.detail ? this.dayAt(event.clientX) : undefined);
  }
}

customElements.define("timeline-chart", TimelineChart);
