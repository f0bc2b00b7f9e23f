/**
 * <facet-rest>: loads all choices of a facet into the page when its link is clicked. If that fails,
 * it opens the link.
 */
class FacetRest extends HTMLElement {
  /** Handle clicks on the link; modified clicks belong to the browser. @returns {void} */
  connectedCallback() {
    this.addEventListener("click", async (event) => {
      const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest(".facet__rest"));
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try {
        const response = await fetch(link.href);
        if (!response.ok) throw new Error(`${response.status}`);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const choices = page.querySelector(".facet__choices");
        const current = this.parentElement?.querySelector(".facet__choices");
        if (!choices || !current) throw new Error("no choices");
        current.replaceWith(choices);
        /** @type {HTMLElement | null} */ (choices.querySelector("a"))?.focus();
        this.remove();
      } catch {
        location.href = link.href;
      }
    });
  }
}

customElements.define("facet-rest", FacetRest);
