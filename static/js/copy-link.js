/** A button that copies the page's address and says so. Hidden until it can. */
class CopyLink extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    this.hidden = false;
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = this.dataset.copied ?? "✓";
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }
}

customElements.define("copy-link", CopyLink);
