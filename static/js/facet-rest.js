/** The rest of a facet's choices, read into the page instead of leaving it. */
class FacetRest extends HTMLElement {
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
        const shown = this.parentElement?.querySelector(".facet__choices");
        if (!choices || !shown) throw new Error("no choices");
        shown.replaceWith(choices);
        /** @type {HTMLElement | null} */ (choices.querySelector("a"))?.focus();
        this.remove();
      } catch {
        location.href = link.href;
      }
    });
  }
}

customElements.define("facet-rest", FacetRest);
