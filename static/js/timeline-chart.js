import { dayOf, isoOf, wordsOf } from "./chart-days.js";
import { Gestures } from "./chart-gestures.js";
import { Keys } from "./chart-keys.js";
import { ListBeside } from "./chart-list.js";
import { Strip } from "./chart-strip.js";

const MARGIN = 0.5; // As events/timeline/scale.py draws beyond the window.
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
    this.adopt();
    this.list = new ListBeside(this);
    this.strip = new Strip(this);
    this.addEventListener("click", (event) => this.onClick(event));
    addEventListener("popstate", () => this.onPopState());
    this.dataset.live = "";
    this.observer = new ResizeObserver(() => this.onResize());
    this.observer.observe(this.plot);
    if (this.isNarrowerThanDrawn()) this.ask();
    else this.dataset.ready = "";
  }

  /** Take what the server drew as it is now in the page. */
  adopt() {
    this.plot = /** @type {HTMLElement} */ (this.body.querySelector(".chart__plot"));
    this.plot.tabIndex = 0;
    this.keys = new Keys(this);
    this.gestures = new Gestures(this);
    this.drawnWidth ??= 960;
    this.readDrawing();
  }

  readDrawing() {
    this.drawing = /** @type {SVGSVGElement} */ (this.plot.querySelector(".plot__window"));
    this.drawn = { first: Number(this.drawing.dataset.first), last: Number(this.drawing.dataset.last) };
  }

  get days() {
    return this.last - this.first + 1;
  }

  get width() {
    return this.plot.clientWidth || this.drawnWidth;
  }

  isNarrowerThanDrawn() {
    return Math.abs(Math.log(this.width / this.drawnWidth)) > 0.25;
  }

  /** The day at a place of the screen. @param {number} clientX */
  dayAt(clientX) {
    return this.first + (this.days * (clientX - this.plot.getBoundingClientRect().left)) / this.width;
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
      const drawnDays = this.drawn.last - this.drawn.first + 1;
      const start = this.drawn.first - MARGIN * drawnDays;
      this.drawing.setAttribute("x", `${(100 * (start - this.first)) / this.days}%`);
      this.drawing.setAttribute("width", `${(100 * (1 + 2 * MARGIN) * drawnDays) / this.days}%`);
      this.say();
      this.strip?.place();
    });
  }

  say() {
    const words = this.querySelector("[data-window-words]");
    const said = wordsOf(Math.round(this.first), Math.round(this.last), this.dataset.language ?? "en");
    if (words && words.textContent !== said) words.textContent = said;
    for (const name of ["all", "narrow"]) {
      const tool = /** @type {HTMLElement | null} */ (this.querySelector(`[data-act="${name}"]`));
      if (tool) tool.hidden = this.isWhole;
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
    const width = Math.max(240, Math.min(4000, Math.round(this.width)));
    const [from, to] = [isoOf(Math.round(first)), isoOf(Math.round(last))];
    const address = `${this.dataset.windowUrl}&from=${from}&to=${to}&width=${width}`;
    try {
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const text = await response.text();
      if (request !== this.request) return;
      this.drawnWidth = width;
      this.put(text);
      this.querySelector(".chart__problem")?.remove();
      this.dataset.ready = "";
    } catch (error) {
      if (request === this.request && !(error instanceof DOMException && error.name === "AbortError")) this.fail();
    }
  }

  /** @param {string} text The drawing as SVG. */
  put(text) {
    const held = this.keys?.held();
    const holder = document.createElement("template");
    holder.innerHTML = `<svg>${text}</svg>`;
    const fresh = holder.content.querySelector(".plot__window");
    if (!fresh) return;
    this.drawing.replaceWith(fresh);
    this.readDrawing();
    this.place();
    this.keys?.hold(held);
    this.list?.mark();
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
    const narrow = /** @type {HTMLAnchorElement | null} */ (this.querySelector('[data-act="narrow"]'));
    if (!narrow) return;
    const address = new URL(location.href);
    for (const name of ["cursor", "at", "from", "to"]) address.searchParams.delete(name);
    address.searchParams.set("since", isoOf(Math.round(this.first)));
    address.searchParams.set("until", isoOf(Math.round(this.last)));
    narrow.href = address.href;
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
    if (this.isNarrowerThanDrawn()) this.askSoon();
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
      const [first, last] = [Number(band.dataset.first), Number(band.dataset.last)];
      const spare = (last - first + 1) * 0.1;
      this.glide(first - spare, last + spare);
    }
    const fold = /** @type {HTMLAnchorElement | null} */ (target.closest(".lane__fold"));
    if (fold) {
      event.preventDefault();
      this.fold(fold);
    }
  }

  /** (Un)fold a lane without leaving the page. @param {HTMLAnchorElement} link */
  async fold(link) {
    const address = new URL(link.href);
    const asked = new URLSearchParams(address.search);
    for (const name of ["from", "to"]) asked.delete(name);
    const base = `${(this.dataset.windowUrl ?? "").split("?")[0]}?${asked}`;
    const [from, to] = [isoOf(Math.round(this.first)), isoOf(Math.round(this.last))];
    const lane = [...this.body.querySelectorAll(".lane")].indexOf(/** @type {Element} */ (link.closest(".lane")));
    try {
      const response = await fetch(`${base}&from=${from}&to=${to}&width=${Math.round(this.width)}&lanes=1`);
      if (!response.ok) throw new Error(`${response.status}`);
      this.body.innerHTML = await response.text();
      this.dataset.windowUrl = base;
      this.drawnWidth = Math.round(this.width);
      this.observer?.disconnect();
      this.adopt();
      this.observer?.observe(this.plot);
      this.place();
      const shown = new URL(location.href);
      for (const name of ["open", "close"]) {
        shown.searchParams.delete(name);
        for (const value of asked.getAll(name)) shown.searchParams.append(name, value);
      }
      history.pushState({ chart: true }, "", shown);
      const links = this.body.querySelectorAll(".lane")[lane]?.querySelector(".lane__fold");
      /** @type {HTMLElement | null | undefined} */ (links)?.focus();
    } catch {
      location.href = link.href;
    }
  }
}

customElements.define("timeline-chart", TimelineChart);
