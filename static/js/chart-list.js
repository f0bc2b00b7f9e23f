/**
 * The connection between the chart and the list of events next to it. Hovering over an item in one
 * shows it in the other, and an event selected in the chart is shown in the list.
 */
export class EventList {
  /** @param {any} chart The timeline-chart element. */
  constructor(chart) {
    this.chart = chart;
    this.card = /** @type {HTMLElement} */ (chart.querySelector("[data-card]"));
    /** @type {string | null} */
    this.selected = new URL(location.href).searchParams.get("at");
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, (event) => this.onRowHover(event));
    this.markSelected();
    if (this.selected) this.highlight(this.selected);
  }

  /**
   * Listen to the marks and bands of a plot.
   * @param {HTMLElement} root An element that contains the plot.
   * @returns {void}
   */
  listen(root) {
    root.addEventListener("click", (event) => this.onClick(event));
    for (const name of ["pointerover", "focusin"]) root.addEventListener(name, (event) => this.onItemHover(event));
    for (const name of ["pointerleave", "focusout"]) root.addEventListener(name, () => this.showCard(null));
  }

  /**
   * The list element, which is replaced when another page of the list is loaded.
   * @returns {Element | null}
   */
  get element() {
    return document.querySelector(".timeline__list");
  }

  /**
   * Select an event by click or tap; Enter and a double click follow the link.
   * @param {MouseEvent} event
   * @returns {void}
   */
  onClick(event) {
    const mark = /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest(".mark"));
    if (!mark || event.detail !== 1 || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.select(mark.dataset.event ?? "");
  }

  /**
   * Select an event: show it in the list and add it to the URL.
   * @param {string} id
   * @returns {Promise<void>}
   */
  async select(id) {
    this.selected = id;
    this.markSelected();
    if (!this.findRow(id)) await this.loadPage(id);
    this.highlight(id);
    const address = new URL(location.href);
    address.searchParams.set("at", id);
    if (address.href !== location.href) history.pushState({ chart: true }, "", address);
  }

  /**
   * Replace the list by the page of it that begins with an event.
   * @param {string} id
   * @returns {Promise<void>}
   */
  async loadPage(id) {
    try {
      const base = this.chart.dataset.listUrl;
      const response = await fetch(`${base}&at=${encodeURIComponent(id)}`);
      if (!response.ok) throw new Error(`${response.status}`);
      const holder = document.createElement("template");
      holder.innerHTML = await response.text();
      const fresh = holder.content.querySelector(".timeline__list");
      if (fresh) this.element?.replaceWith(fresh);
      this.chart.rail.observeRows();
    } catch {
      this.chart.showError();
    }
  }

  /**
   * Select the event in the URL after Back or Forward.
   * @param {string | null} id
   * @returns {Promise<void>}
   */
  async selectFromUrl(id) {
    this.selected = id;
    this.markSelected();
    if (id && !this.findRow(id)) await this.loadPage(id);
    if (id) this.highlight(id);
  }

  /**
   * Return the row of an event if it is in the list.
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  findRow(id) {
    return this.element?.querySelector(`[data-event="${CSS.escape(id)}"]`) ?? null;
  }

  /**
   * Highlight the row of an event and scroll to it.
   * @param {string} id
   * @returns {void}
   */
  highlight(id) {
    for (const row of document.querySelectorAll(".event-row--selected")) row.classList.remove("event-row--selected");
    const row = this.findRow(id);
    row?.classList.add("event-row--selected");
    row?.scrollIntoView({ block: "center", behavior: this.chart.reducedMotion.matches ? "auto" : "smooth" });
  }

  /**
   * Mark the selected event in the drawing.
   * @returns {void}
   */
  markSelected() {
    for (const mark of this.chart.plot.querySelectorAll("[data-selected]")) mark.removeAttribute("data-selected");
    if (!this.selected) return;
    for (const mark of this.chart.plot.querySelectorAll(`.mark[data-event="${CSS.escape(this.selected)}"]`)) {
      mark.setAttribute("data-selected", "");
    }
  }

  /**
   * Show the card of the item under the pointer or with the focus.
   * @param {Event} event
   * @returns {void}
   */
  onItemHover(event) {
    // On the vertical chart a finger may start to scroll the page, so ignore it.
    if (this.chart.plotView.isDown && /** @type {PointerEvent} */ (event).pointerType === "touch") return;
    this.showCard(/** @type {Element} */ (event.target).closest(".mark, .band"));
  }

  /**
   * Show a card with the label of a mark or band next to it, or hide the card.
   * @param {Element | null} mark
   * @returns {void}
   */
  showCard(mark) {
    this.card.hidden = !mark;
    if (!mark) return;
    this.card.textContent = mark.getAttribute("aria-label");
    const box = (mark.querySelector("use, path") ?? mark).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
    const top = box.top - height - 8 > 0 ? box.top - height - 8 : box.bottom + 8;
    // The content security policy forbids inline styles in markup, but scripts may set styles.
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /**
   * Draw a line in the chart at the day of the row under the pointer or with the focus.
   * @param {Event} event
   * @returns {void}
   */
  onRowHover(event) {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.(".event-row"));
    if (row === this.hoveredRow) return;
    this.hoveredRow = row;
    this.chart.plot.querySelector(".plot__place")?.remove();
    if (!row?.dataset.day) return;
    const share = (100 * (Number(row.dataset.day) + 0.5 - this.chart.first)) / this.chart.days;
    if (share < 0 || share > 100) return;
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "plot__place");
    const { isDown, isBackwards } = this.chart.plotView;
    const position = `${isBackwards ? 100 - share : share}%`;
    const attributes = isDown
      ? { y1: position, y2: position, x1: "30", x2: "100%" }
      : { x1: position, x2: position, y1: "20", y2: "100%" };
    for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
    this.chart.plot.querySelector(".plot")?.append(line);
  }
}
