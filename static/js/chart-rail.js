import { Form } from "./chart-form.js";

const NARROW = matchMedia("(max-width: 47.99rem)"); // As chart.css has it.
const REACH = 22; // Pixels beside a finger within which something is meant by it.
const AROUND = 170; // About how many pixels of the screen's height are not the rail's plot.

/** The chart on a phone: a rail beside the list, and on it the part of time that the list is at. */
export class Rail {
  /** @param {any} chart The timeline-chart. */
  constructor(chart) {
    this.chart = chart;
    this.tools = [...chart.querySelectorAll('[data-act]:not([data-act="narrow"])')];
    this.home = chart.querySelector(".chart__tools");
    /** @type {Set<Element>} */
    this.seen = new Set();
    this.observer = new IntersectionObserver((entries) => this.onSeen(entries));
    NARROW.addEventListener("change", () => {
      if (!NARROW.matches) this.leave();
      chart.ask();
    });
    // Paper is wide enough for time to go across it.
    addEventListener("beforeprint", () => this.paper(true));
    addEventListener("afterprint", () => this.paper(false));
  }

  /** @param {boolean} isPrinting Whether the drawing across is needed beside that of the rail. */
  paper(isPrinting) {
    if (!this.box) return;
    if (isPrinting) {
      this.chart.across.wake();
      this.chart.across.place(this.chart.first, this.chart.days);
    } else this.chart.across.rest();
  }

  /** Whether the rail is to be shown and is not there. */
  get isMissing() {
    return NARROW.matches && !this.box;
  }

  /** Pixels that a drawing of the rail is to be made for before it is there. */
  get roughLength() {
    return innerHeight - AROUND;
  }

  /** @param {string} text The rail as the server made it. @param {number} length In pixels. */
  enter(text, length) {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    this.box = /** @type {HTMLElement} */ (holder.content.querySelector(".rail"));
    const tools = document.createElement("p");
    tools.className = "rail__tools";
    tools.append(...this.tools);
    this.box.append(tools);
    document.querySelector(".timeline__list")?.before(this.box);
    const plot = /** @type {HTMLElement} */ (this.box.querySelector(".chart__plot"));
    this.here = /** @type {HTMLElement} */ (plot.querySelector(".rail__here"));
    plot.addEventListener("click", (event) => this.onTap(event));
    this.chart.listen(this.box);
    this.chart.adopt(new Form(this.chart, plot, length));
    this.chart.across.rest();
    this.watch();
  }

  leave() {
    this.home.prepend(...this.tools);
    this.box?.remove();
    this.box = undefined;
    this.observer.disconnect();
    this.chart.across.wake();
    this.chart.adopt(this.chart.across);
  }

  /** Follow the rows of the list as it is now. */
  watch() {
    this.observer.disconnect();
    this.seen.clear();
    if (!this.box) return;
    for (const row of document.querySelectorAll(".timeline__list [data-day]")) this.observer.observe(row);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onSeen(entries) {
    for (const { target, isIntersecting } of entries) this.seen[isIntersecting ? "add" : "delete"](target);
    this.place();
  }

  /** Show which part of time the rows that are seen are at. */
  place() {
    if (!this.box || !this.here) return;
    const days = [...this.seen].map((row) => Number(/** @type {HTMLElement} */ (row).dataset.day));
    this.here.hidden = !days.length;
    if (!days.length) return;
    const share = (/** @type {number} */ day) =>
      Math.min(Math.max((100 * (day - this.chart.first)) / this.chart.days, 0), 100);
    this.chart.form.reach(share(Math.min(...days)), share(Math.max(...days) + 1), (name, value) => {
      this.here?.style.setProperty(name === "y" ? "top" : "height", value);
    });
  }

  /** Lanes are slimmer than fingers: a tap means what is nearest. @param {MouseEvent} event */
  onTap(event) {
    if (/** @type {Element} */ (event.target).closest(".mark, .band")) return;
    const { clientX: x, clientY: y } = event;
    const near = [...this.chart.form.plot.querySelectorAll(".mark, .band")].map((item) => {
      const box = item.querySelector("use, path").getBoundingClientRect();
      const across = Math.max(box.left - x, x - box.right, 0);
      return { item, distance: Math.hypot(across, Math.max(box.top - y, y - box.bottom, 0)) };
    });
    near.sort((a, b) => a.distance - b.distance);
    if (near[0]?.distance > REACH) return;
    near[0]?.item.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
  }
}
