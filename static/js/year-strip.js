/** Where the years are wider than the screen, begins at the chosen year, or else at the latest. */
class YearStrip extends HTMLElement {
  connectedCallback() {
    const bars = this.querySelector("ol");
    const shown = this.querySelector("[aria-current]") ?? bars?.lastElementChild;
    if (!bars || !shown) return;
    const gap = shown.getBoundingClientRect().right - bars.getBoundingClientRect().right;
    if (gap > 0) bars.scrollLeft += gap;
  }
}

customElements.define("year-strip", YearStrip);
