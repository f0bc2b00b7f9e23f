/**
 * Suggestions under a search field: a combobox with a listbox (WAI-ARIA 1.2). The form also works
 * without it.
 *
 * <search-suggestions src="/en/suggest/" label="Suggestions"> contains the field.
 * - `for`: id of the field; default: the first field inside.
 * - `fill`: put the chosen label into the field and submit its form, instead of opening its page.
 *
 * There is no shortcut key: users must be able to turn off a single-character shortcut
 * (WCAG 2.1.4).
 *
 * @typedef {{kind: string, label: string, lang: string, detail: string, url: string,
 *   marks: number[][]}} Suggestion
 * @typedef {{query: string, status: string, suggestions: Suggestion[]}} Answer
 */
const TYPING_PAUSE_MS = 120;
let instances = 0;

class SearchSuggestions extends HTMLElement {
  /** @type {Suggestion[]} */ #suggestions = [];
  #active = -1;
  #timer = 0;
  #isComposing = false;
  /** @type {AbortController | undefined} */ #pending;

  /** Create the listbox and set up the field. @returns {void} */
  connectedCallback() {
    const id = this.getAttribute("for");
    const field = id ? this.querySelector(`#${CSS.escape(id)}`) : this.querySelector("input");
    if (this.field || !(field instanceof HTMLInputElement)) return;
    this.field = field;
    this.list = createElement("ul", { id: `suggestions-${++instances}`, role: "listbox", class: "suggestions" });
    this.list.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.list.hidden = true;
    this.status = createElement("p", { role: "status", class: "visually-hidden" });
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    this.#listen(field, this.list);
  }

  /** @param {HTMLInputElement} field @param {HTMLElement} list @returns {void} */
  #listen(field, list) {
    field.addEventListener("input", () => this.#requestLater());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    field.addEventListener("compositionstart", () => {
      this.#isComposing = true;
      this.#close();
    });
    field.addEventListener("compositionend", () => {
      this.#isComposing = false;
      this.#requestLater();
    });
    field.form?.addEventListener("submit", (event) => {
      if (this.#isComposing) event.preventDefault();
      else this.#close();
    });
    // Keep the focus in the field, so that a phone keeps its keyboard open.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element && event.target.closest("[role=option]");
      if (option) this.#choose([...list.children].indexOf(option), event.ctrlKey || event.metaKey);
    });
  }

  /** Request suggestions after a pause in typing. @returns {void} */
  #requestLater() {
    clearTimeout(this.#timer);
    this.#pending?.abort();
    if (this.#isComposing) return;
    if (!this.field.value.trim()) this.#close();
    else this.#timer = setTimeout(() => this.#request(this.field.value.trim()), TYPING_PAUSE_MS);
  }

  /** Request and show suggestions. @param {string} query @returns {Promise<void>} */
  async #request(query) {
    const pending = (this.#pending = new AbortController());
    try {
      const url = `${this.getAttribute("src")}?q=${encodeURIComponent(query)}`;
      const response = await fetch(url, { signal: pending.signal });
      if (!response.ok) return;
      const answer = /** @type {Answer} */ (await response.json());
      // Ignore the response to an outdated request.
      if (pending === this.#pending && !pending.signal.aborted && !this.#isComposing) this.#show(answer);
    } catch (error) {
      // Without a network, close the list; ignore aborted requests.
      if (pending === this.#pending && error.name !== "AbortError") this.#close();
    }
  }

  /** Fill the listbox and announce the number. @param {Answer} answer @returns {void} */
  #show({ suggestions, status }) {
    if (this.field !== document.activeElement) return;
    this.#suggestions = suggestions;
    this.list.replaceChildren(...suggestions.map((suggestion, index) => {
      const option = createElement("li", { id: `${this.list.id}-${index}`, role: "option", class: "suggestion" });
      const detail = createElement("span", { class: "suggestion__detail" });
      detail.textContent = suggestion.detail;
      const label = createElement("span", suggestion.lang ? { lang: suggestion.lang } : {});
      label.append(...withMarks(suggestion.label, suggestion.marks));
      option.append(label, " ", detail);
      return option;
    }));
    this.#activate(-1);
    this.#expand(suggestions.length > 0);
    this.status.textContent = status;
  }

  /** Handle keys of the combobox. @param {KeyboardEvent} event @returns {void} */
  #press(event) {
    // 229: the input method handles the key, even if the browser has already ended the composition.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = this.#suggestions.length - 1;
    if (this.list.hidden) {
      if (last < 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      this.#expand(true);
      this.#activate(event.key === "ArrowDown" ? 0 : last);
    } else if (event.key === "ArrowDown") this.#activate(this.#active < last ? this.#active + 1 : -1);
    else if (event.key === "ArrowUp") this.#activate(this.#active < 0 ? last : this.#active - 1);
    else if (event.key === "Escape") this.#close();
    else if (this.#active < 0) return;
    else if (event.key === "Home") this.#activate(0);
    else if (event.key === "End") this.#activate(last);
    else if (event.key === "Enter") this.#choose(this.#active);
    else return;
    event.preventDefault();
  }

  /** Mark an option as active; -1 for none. @param {number} index @returns {void} */
  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, position) => {
      option.setAttribute("aria-selected", String(position === index));
    });
    const option = this.list.children[index];
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** Open or fill in an option. @param {number} index @param {boolean} [inNewTab] @returns {void} */
  #choose(index, inNewTab = false) {
    const { label, url } = this.#suggestions[index];
    this.#close();
    if (inNewTab) window.open(url, "_blank", "noopener");
    else if (this.hasAttribute("fill")) {
      this.field.value = label;
      this.field.form?.requestSubmit();
    } else location.assign(url);
  }

  /** Show or hide the listbox. @param {boolean} isOpen @returns {void} */
  #expand(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  /** Close the listbox and abort the request. @returns {void} */
  #close() {
    clearTimeout(this.#timer);
    this.#pending?.abort();
    this.#expand(false);
    this.#activate(-1);
    this.status.textContent = "";
  }
}

/** @param {string} tag @param {Record<string, string>} attributes @returns {HTMLElement} */
function createElement(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * Yield the text with its matches in <mark> elements.
 * @param {string} text @param {number[][]} marks [start, end] of each match.
 * @returns {Generator<string | HTMLElement>}
 */
function* withMarks(text, marks) {
  let position = 0;
  for (const [start, end] of marks) {
    yield text.slice(position, start);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    yield mark;
    position = end;
  }
  yield text.slice(position);
}

customElements.define("search-suggestions", SearchSuggestions);
