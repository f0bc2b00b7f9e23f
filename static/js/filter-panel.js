/**
 * Opens the filters beside the list, for browsers whose style sheets cannot reach into a closed
 * <details>. On a phone they stay as the reader left them.
 */
class FilterPanel extends HTMLElement {
  connectedCallback() {
    if (CSS.supports("selector(::details-content)")) return;
    const panel = /** @type {HTMLDetailsElement | null} */ (this.querySelector("details"));
    if (panel && matchMedia("(min-width: 64rem)").matches) panel.open = true;
  }
}

customElements.define("filter-panel", FilterPanel);
