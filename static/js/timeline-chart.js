import { dayOf, isoOf, wordsOf } from "./chart-days.js";
import { foldLane } from "./chart-folds.js";
import { Form } from "./chart-form.js";
import { Links } from "./chart-links.js";
import { ListBeside } from "./chart-list.js";
import { Rail } from "./chart-rail.js";
import { Strip } from "./chart-strip.js";

const DRAWN = 960; // Pixels that the page's own drawing was made for, as events/timeline/chart/chart.py has it.
const LEAST_DAYS = 14;
const SETTLED = 350; // Milliseconds after which a movement is a place to come back to.
const TURN = 160; // Milliseconds of a step's animation.

/**
 * The chart of events: moves and zooms what the server drew, and asks it for the next window.
 *
 * Days are ordinals as Python's date.toordinal() gives them. While a window is asked for, the
 * attribute `data-ready` is missing.
 */
class TimelineChart extends HTMLElement {
  connectedCallback() {
    const { first, last, domainFirst, domainLast } = this.dataset;
    /** The window looked at: from the beginning of `first` to the end of `last`. */
    this.first = Number(first);
    this.last = Number(last);
    this.domain = { first: Number(domainFirst), last: Number(domainLast) };
    this.isWhole = this.hasAttribute("data-whole");
    this.body = /** @type {HTMLElement} */ (this.querySelector("[data-body]"));
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.tools = Object.fromEntries(
      ["all", "narrow"].map((act) => [act, /** @type {HTMLAnchorElement} */ (this.querySelector(`[data-act="${act}"]`))]),
    );
    this.observer = new ResizeObserver(() => this.onResize());
    this.adopt(this.acrossForm(DRAWN));
    this.list = new ListBeside(this);
    this.strip = new Strip(this);
    this.rail = new Rail(this);
    new Links(this);
    this.listen(this);
    addEventListener("popstate", () => this.onPopState());
    this.dataset.live = "";
    if (this.rail.isMissing || this.form.isStretched) this.ask();
    else this.dataset.ready = "";
  }

  /** @param {HTMLElement} root What contains a plot. */
  listen(root) {
    root.addEventListener("click", (event) => this.onClick(event));
    this.list.listen(root);
  }

  /** The form in the page itself, as the server drew it. @param {number} length In pixels. */
  acrossForm(length) {
    const plot = /** @type {HTMLElement} */ (this.body.querySelector(".chart__plot"));
    this.across = new Form(this, plot, length);
    return this.across;
  }

  /** Show the chart in this form from now on. @param {Form} form */
  adopt(form) {
    this.form = form;
    this.observer.disconnect();
    this.observer.observe(form.plot);
  }

  get plot() {
    return this.form.plot;
  }

  get days() {
    return this.last - this.first + 1;
  }

  /** The day at a place of the screen. @param {number} clientX @param {number} clientY */
  dayAt(clientX, clientY) {
    return this.dayAlong(this.form.along(clientX, clientY));
  }

  /** @param {number} pixels From the window's first day. */
  dayAlong(pixels) {
    return this.first + (this.days * pixels) / this.form.length;
  }

  /** Show these days, keeping within what may be shown. @param {number} first @param {number} last */
  show(first, last) {
    const whole = this.domain.last - this.domain.first + 1;
    const days = Math.min(Math.max(last - first + 1, LEAST_DAYS), whole * 1.2);
    const middle = (first + last + 1) / 2;
    const least = this.domain.first - whole * 0.1;
    const most = this.domain.last + 1 + whole * 0.1 - days;
    this.first = Math.min(Math.max(middle - days / 2, least), most);
    this.last = this.first + days - 1;
    this.isWhole = false;
    this.place();
    this.askSoon();
    this.settleSoon();
  }

  showAll() {
    this.glide(this.domain.first, this.domain.last);
    this.isWhole = true;
  }

  /** @param {number} days To the right, negative to the left. */
  move(days) {
    this.show(this.first + days, this.last + days);
  }

  /** @param {number} factor Below 1 shows less time. @param {number} [around] The day that stays. */
  zoom(factor, around = (this.first + this.last + 1) / 2) {
    const first = around - (around - this.first) * factor;
    this.show(first, first + this.days * factor - 1);
  }

  /** Show these days at the end of a short movement. @param {number} first @param {number} last */
  glide(first, last) {
    const from = { first: this.first, last: this.last };
    const began = performance.now();
    cancelAnimationFrame(this.gliding ?? 0);
    const wholeAfter = first <= this.domain.first && last >= this.domain.last;
    const step = (/** @type {number} */ now) => {
      const share = this.calm.matches ? 1 : Math.min(1, Math.max(0, (now - began) / TURN));
      const eased = 1 - (1 - share) ** 3;
      this.first = from.first + (first - from.first) * eased;
      this.last = from.last + (last - from.last) * eased;
      this.place();
      if (share < 1) this.gliding = requestAnimationFrame(step);
      else {
        this.show(first, last);
        this.isWhole = wholeAfter;
        this.place();
      }
    };
    this.ask(first, last);
    step(began);
  }

  /** @param {number} factor */
  glideZoom(factor, around = (this.first + this.last + 1) / 2) {
    const first = around - (around - this.first) * factor;
    this.glide(first, first + this.days * factor - 1);
  }

  /** Put the drawing where the window has it. Once a frame. */
  place() {
    this.placing ??= requestAnimationFrame(() => {
      this.placing = undefined;
      this.form.place(this.first, this.days);
      this.say();
      this.strip?.place();
      this.rail?.place();
    });
  }

  say() {
    const words = this.querySelector("[data-window-words]");
    const said = wordsOf(Math.round(this.first), Math.round(this.last), this.dataset.language ?? "en");
    if (words && words.textContent !== said) words.textContent = said;
    this.toggleAttribute("data-whole", this.isWhole);
    for (const name of ["all", "narrow"]) {
      this.tools[name].hidden = this.isWhole;
    }
  }

  askSoon() {
    delete this.dataset.ready;
    if (this.asking) return;
    this.asking = setTimeout(() => {
      this.asking = undefined;
      this.ask();
    }, 60);
  }

  /** Ask the server for the window and put it in place. */
  async ask(first = this.first, last = this.last) {
    delete this.dataset.ready;
    this.request?.abort();
    const request = (this.request = new AbortController());
    const isNew = this.rail.isMissing;
    const down = isNew ? "&down=1&lanes=1" : this.form.isDown ? "&down=1" : "";
    const length = Math.max(240, Math.min(4000, Math.round(isNew ? this.rail.roughLength : this.form.length)));
    const [from, to] = [isoOf(Math.round(first)), isoOf(Math.round(last))];
    const address = `${this.dataset.windowUrl}&from=${from}&to=${to}&width=${length}${down}`;
    try {
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const text = await response.text();
      if (request !== this.request) return;
      if (isNew) this.rail.enter(text, length);
      else this.form.take(text, length);
      this.place();
      this.list.mark();
      this.querySelector(".chart__problem")?.remove();
      this.dataset.ready = "";
    } catch (error) {
      if (request === this.request && !(error instanceof DOMException && error.name === "AbortError")) this.fail();
    }
  }

  fail() {
    if (this.querySelector(".chart__problem")) return;
    const words = document.createElement("p");
    words.className = "chart__problem";
    words.setAttribute("role", "alert");
    words.textContent = this.dataset.failed ?? "";
    this.body.before(words);
  }

  /** Remember the window in the address, as a place to come back to, once it rests. */
  settleSoon() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLED);
  }

  settle() {
    const address = new URL(location.href);
    for (const name of ["from", "to"]) address.searchParams.delete(name);
    if (!this.isWhole) {
      address.searchParams.set("from", isoOf(Math.round(this.first)));
      address.searchParams.set("to", isoOf(Math.round(this.last)));
    }
    if (address.href !== location.href) history.pushState({ chart: true }, "", address);
    this.aimTools();
  }

  aimTools() {
    const address = new URL(location.href);
    for (const name of ["cursor", "at", "from", "to"]) address.searchParams.delete(name);
    address.searchParams.set("since", isoOf(Math.round(this.first)));
    address.searchParams.set("until", isoOf(Math.round(this.last)));
    this.tools.narrow.href = address.href;
  }

  onPopState() {
    const given = new URL(location.href).searchParams;
    const [from, to] = [given.get("from"), given.get("to")];
    clearTimeout(this.settling);
    this.first = from ? dayOf(from) : this.domain.first;
    this.last = to ? dayOf(to, true) : this.domain.last;
    this.isWhole = !from && !to;
    const drawn = new URL(this.dataset.windowUrl ?? "", location.href).searchParams;
    const isFoldedAlike = ["open", "close"].every((name) => `${given.getAll(name)}` === `${drawn.getAll(name)}`);
    if (!isFoldedAlike || Number.isNaN(this.first + this.last)) return location.reload();
    this.place();
    this.ask();
    this.aimTools();
    this.list?.follow(given.get("at"));
  }

  onResize() {
    if (this.form.isStretched) this.askSoon();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const tool = /** @type {HTMLElement | null} */ (target.closest("[data-act]"));
    const act = tool?.dataset.act;
    if (act === "in" || act === "out" || act === "all") {
      event.preventDefault();
      if (act === "all") this.showAll();
      else this.glideZoom(act === "in" ? 0.5 : 2);
    }
    const band = /** @type {SVGElement | null} */ (target.closest(".band"));
    if (band) {
      event.preventDefault();
      this.open(Number(band.dataset.first), Number(band.dataset.last), event);
    }
    const fold = /** @type {HTMLAnchorElement | null} */ (target.closest(".lane__fold"));
    if (fold) {
      event.preventDefault();
      foldLane(this, fold);
    }
  }

  /**
   * Zoom into a band: to all of it, or, where it fills the window, to a part around the pointer.
   * @param {number} first @param {number} last @param {MouseEvent} event
   */
  open(first, last, event) {
    const days = (last - first + 1) * 1.2;
    if (days < this.days * 0.5) this.glide(first - days / 12, last + days / 12);
    else this.glideZoom(0.25, event.detail ? this.dayAt(event.clientX) : undefined);
  }
}

customElements.define("timeline-chart", TimelineChart);
