/**
 * The list beside the chart: what is pointed at in one shows in the other, and an event that is
 * selected in the chart is brought into the list.
 */
export class ListBeside {
  /** @param {any} chart The timeline-chart. */
  constructor(chart) {
    this.chart = chart;
    this.card = /** @type {HTMLElement} */ (chart.querySelector("[data-card]"));
    /** @type {string | null} */
    this.selected = new URL(location.href).searchParams.get("at");
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, (event) => this.onRow(event));
    this.mark();
    if (this.selected) this.highlight(this.selected);
  }

  /** @param {HTMLElement} root What contains a plot. */
  listen(root) {
    root.addEventListener("click", (event) => this.onClick(event));
    for (const name of ["pointerover", "focusin"]) root.addEventListener(name, (event) => this.onPoint(event));
    for (const name of ["pointerleave", "focusout"]) root.addEventListener(name, () => this.point(null));
  }

  get list() {
    return document.querySelector(".timeline__list");
  }

  /** A click or touch selects; Enter and a double click follow the link. @param {MouseEvent} event */
  onClick(event) {
    const mark = /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest(".mark"));
    if (!mark || event.detail !== 1 || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.select(mark.dataset.event ?? "");
  }

  /** Bring an event into the list. @param {string} id */
  async select(id) {
    this.selected = id;
    this.mark();
    if (!this.row(id)) await this.load(id);
    this.highlight(id);
    const address = new URL(location.href);
    address.searchParams.set("at", id);
    if (address.href !== location.href) history.pushState({ chart: true }, "", address);
  }

  /** Read the page of the list that begins with an event. @param {string} id */
  async load(id) {
    try {
      const base = this.chart.dataset.listUrl;
      const response = await fetch(`${base}&at=${encodeURIComponent(id)}`);
      if (!response.ok) throw new Error(`${response.status}`);
      const holder = document.createElement("template");
      holder.innerHTML = await response.text();
      const fresh = holder.content.querySelector(".timeline__list");
      if (fresh) this.list?.replaceWith(fresh);
      this.chart.rail.watch();
    } catch {
      this.chart.fail();
    }
  }

  /** @param {string | null} id What the address names after Back or Forward. */
  async follow(id) {
    this.selected = id;
    this.mark();
    if (id && !this.row(id)) await this.load(id);
    if (id) this.highlight(id);
  }

  /** @param {string} id @returns {HTMLElement | null} */
  row(id) {
    return this.list?.querySelector(`[data-event="${CSS.escape(id)}"]`) ?? null;
  }

  /** @param {string} id */
  highlight(id) {
    for (const row of document.querySelectorAll(".event-row--selected")) row.classList.remove("event-row--selected");
    const row = this.row(id);
    row?.classList.add("event-row--selected");
    row?.scrollIntoView({ block: "center", behavior: this.chart.calm.matches ? "auto" : "smooth" });
  }

  /** Show in the drawing which event is selected. */
  mark() {
    for (const mark of this.chart.plot.querySelectorAll("[data-selected]")) mark.removeAttribute("data-selected");
    if (!this.selected) return;
    for (const mark of this.chart.plot.querySelectorAll(`.mark[data-event="${CSS.escape(this.selected)}"]`)) {
      mark.setAttribute("data-selected", "");
    }
  }

  /** @param {Event} event */
  onPoint(event) {
    // A finger that begins to scroll points at nothing.
    if (this.chart.form.isDown && /** @type {PointerEvent} */ (event).pointerType === "touch") return;
    this.point(/** @type {Element} */ (event.target).closest(".mark, .band"));
  }

  /** A card beside a mark says what it is. @param {Element | null} mark */
  point(mark) {
    this.card.hidden = !mark;
    if (!mark) return;
    this.card.textContent = mark.getAttribute("aria-label");
    const box = (mark.querySelector("use, path") ?? mark).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
    const top = box.top - height - 8 > 0 ? box.top - height - 8 : box.bottom + 8;
    // The policy against inline styles is about markup; a script may place things.
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** A row that is pointed at shows its place in the chart. @param {Event} event */
  onRow(event) {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.(".event-row"));
    if (row === this.pointed) return;
    this.pointed = row;
    this.chart.plot.querySelector(".plot__place")?.remove();
    if (!row?.dataset.day) return;
    const share = (100 * (Number(row.dataset.day) + 0.5 - this.chart.first)) / this.chart.days;
    if (share < 0 || share > 100) return;
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "plot__place");
    const { isDown, isBackwards } = this.chart.form;
    const at = `${isBackwards ? 100 - share : share}%`;
    const places = isDown ? { y1: at, y2: at, x1: "30", x2: "100%" } : { x1: at, x2: at, y1: "20", y2: "100%" };
    for (const [name, value] of Object.entries(places)) line.setAttribute(name, value);
    this.chart.plot.querySelector(".plot")?.append(line);
  }
}
