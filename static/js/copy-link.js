/**
 * A button that copies the page's address, or the text of the element whose id `data-from` names,
 * and says so. Hidden until it can.
 */
class CopyLink extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    this.hidden = false;
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.words());
      button.textContent = this.dataset.copied ?? "✓";
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }

  /** @returns {string} what is copied */
  words() {
    const from = this.dataset.from && document.getElementById(this.dataset.from);
    return from ? from.textContent.trim() : location.href;
  }
}

customElements.define("copy-link", CopyLink);
