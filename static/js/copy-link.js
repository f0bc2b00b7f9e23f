/**
 * <copy-link>: a button that copies the page's URL, or the text of the element with the id in
 * `data-from`, and confirms it. It stays hidden if the browser has no clipboard API.
 */
class CopyLink extends HTMLElement {
  /** Show the button and handle its clicks. @returns {void} */
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    this.hidden = false;
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.textToCopy());
      button.textContent = this.dataset.copied ?? "✓";
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }

  /** Return the text to copy. @returns {string} */
  textToCopy() {
    const source = this.dataset.from && document.getElementById(this.dataset.from);
    return source ? source.textContent.trim() : location.href;
  }
}

customElements.define("copy-link", CopyLink);
