/**
 * <filter-panel>: opens the filters on a wide screen, in browsers without `::details-content`, where
 * a style sheet cannot show the content of a closed <details>. On a narrow screen it does nothing.
 */
class FilterPanel extends HTMLElement {
  /** Open the panel if needed. @returns {void} */
  connectedCallback() {
    if (CSS.supports("selector(::details-content)")) return;
    const panel = /** @type {HTMLDetailsElement | null} */ (this.querySelector("details"));
    if (panel && matchMedia("(min-width: 64rem)").matches) panel.open = true;
  }
}

customElements.define("filter-panel", FilterPanel);
