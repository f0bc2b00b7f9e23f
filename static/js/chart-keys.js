const STEP = 0.2; // Share of the window that an arrow key moves it by.

/**
 * The keyboard on the chart. On the chart itself arrows move along time, + and − zoom, Home shows
 * all, the arrow into the lanes goes to the events; on an event arrows go to its neighbours in the
 * lane and to the lanes beside it, Enter follows its link, Escape goes back.
 */
export class Keys {
  /** @param {any} chart The timeline-chart. @param {any} form The Form that this is for. */
  constructor(chart, form) {
    this.chart = chart;
    this.form = form;
    this.plot = form.plot;
    this.plot.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.onKey(event));
    this.plot.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.onFocus(event));
    this.makeReachable();
  }

  /** What can be focused, in the order of lanes and time. */
  items() {
    const length = this.form.length;
    return /** @type {SVGElement[]} */ ([...this.plot.querySelectorAll(".mark, .band")]).map((item) => {
      const box = (item.querySelector("use, path") ?? item).getBoundingClientRect();
      const along = this.form.along((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return { item, lane: Number(item.dataset.lane), along, isSeen: along >= 0 && along <= length };
    });
  }

  /** One of them is reached with Tab: the first that is seen. */
  makeReachable() {
    for (const item of this.plot.querySelectorAll('[tabindex="0"]')) item.setAttribute("tabindex", "-1");
    this.plot.querySelector(".mark, .band")?.setAttribute("tabindex", "0");
  }

  /** Which event has the focus, to be given it again in the next drawing. */
  held() {
    const active = document.activeElement;
    if (!(active instanceof SVGElement) || !this.plot.contains(active)) return undefined;
    return { event: active.dataset.event, lane: active.dataset.lane, isPlot: false };
  }

  /** @param {{event?: string, lane?: string} | undefined} held */
  hold(held) {
    this.makeReachable();
    if (!held) return;
    const same = `.mark[data-event="${held.event}"][data-lane="${held.lane}"]`;
    const again = held.event ? this.plot.querySelector(same) : null;
    /** @type {HTMLElement} */ (again ?? this.plot).focus({ preventScroll: true });
  }

  /** @param {FocusEvent} event */
  onFocus(event) {
    const item = /** @type {Element} */ (event.target).closest(".mark, .band");
    if (!item) return;
    for (const other of this.plot.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = /** @type {Element} */ (event.target).closest(".mark, .band");
    const done = this.zooms(event.key) || (item ? this.walks(event.key, item) : this.moves(event.key));
    if (done) event.preventDefault();
  }

  /** @param {string} key */
  zooms(key) {
    const factor = { "+": 0.5, "=": 0.5, "-": 2, "−": 2, _: 2 }[key];
    if (!factor) return false;
    const items = this.items();
    const focused = items.find(({ item }) => item === document.activeElement);
    this.chart.glideZoom(factor, focused && this.chart.dayAlong(focused.along));
    return true;
  }

  /** @param {string} key */
  moves(key) {
    const chart = this.chart;
    const { time, lane } = this.form.step(key);
    if (time) {
      const days = chart.days * STEP * time;
      chart.glide(chart.first + days, chart.last + days);
    } else if (key === "Home") chart.showAll();
    else if (lane > 0 || key === "Enter") this.focus(this.items().find(({ isSeen }) => isSeen)?.item);
    else return false;
    return true;
  }

  /** @param {string} key @param {Element} from */
  walks(key, from) {
    if (key === "Escape") {
      this.plot.focus({ preventScroll: true });
      return true;
    }
    const items = this.items().filter(({ isSeen, item }) => isSeen || item === from);
    const here = items.find(({ item }) => item === from);
    if (!here) return false;
    const lane = items.filter((other) => other.lane === here.lane).sort((a, b) => a.along - b.along);
    const at = lane.indexOf(here);
    const step = this.form.step(key);
    if (step.time) {
      const next = lane[at + step.time];
      if (next) this.focus(next.item);
      else this.chart.move(this.chart.days * STEP * step.time);
    } else if (key === "Home" || key === "End") this.focus(lane.at(key === "Home" ? 0 : -1)?.item);
    else if (step.lane) this.changeLane(items, here, step.lane);
    else return false;
    return true;
  }

  /**
   * @param {{item: SVGElement, lane: number, along: number}[]} items
   * @param {{lane: number, along: number}} here @param {number} way
   */
  changeLane(items, here, way) {
    const beyond = items.filter(({ lane }) => (lane - here.lane) * way > 0);
    if (!beyond.length) return way < 0 ? this.plot.focus({ preventScroll: true }) : undefined;
    const nearest = Math.min(...beyond.map(({ lane }) => Math.abs(lane - here.lane)));
    const lane = beyond.filter((other) => Math.abs(other.lane - here.lane) === nearest);
    lane.sort((a, b) => Math.abs(a.along - here.along) - Math.abs(b.along - here.along));
    this.focus(lane[0].item);
  }

  /** @param {SVGElement | undefined} item */
  focus(item) {
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest" });
  }
}
