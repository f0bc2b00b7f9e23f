/**
 * Suggestions under a search field: a combobox with a listbox (WAI-ARIA 1.2). Without it the form
 * works all the same.
 *
 * <search-suggestions src="/en/suggest/" label="Suggestions"> stands around the field's form.
 * - `for`: the id of the field; the first field inside unless told.
 * - `fill`: what is chosen is put into the field and its form sent, instead of its page opened.
 *
 * No key moves the focus here from elsewhere: a single-character shortcut would have to be one
 * that can be turned off (WCAG 2.1.4).
 *
 * @typedef {{kind: string, label: string, lang: string, detail: string, url: string,
 *   marks: number[][]}} Suggestion
 * @typedef {{query: string, status: string, suggestions: Suggestion[]}} Answer
 */
const PAUSE = 120;
let made = 0;

class SearchSuggestions extends HTMLElement {
  /** @type {Suggestion[]} */ #shown = [];
  #active = -1;
  #timer = 0;
  #isComposing = false;
  /** @type {AbortController | undefined} */ #asking;

  connectedCallback() {
    const id = this.getAttribute("for");
    const field = id ? this.querySelector(`#${CSS.escape(id)}`) : this.querySelector("input");
    if (this.field || !(field instanceof HTMLInputElement)) return;
    this.field = field;
    this.list = make("ul", { id: `suggestions-${++made}`, role: "listbox", class: "suggestions" });
    this.list.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.list.hidden = true;
    this.status = make("p", { role: "status", class: "visually-hidden" });
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    this.#listen(field, this.list);
  }

  /** @param {HTMLInputElement} field @param {HTMLElement} list */
  #listen(field, list) {
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    field.addEventListener("compositionstart", () => {
      this.#isComposing = true;
      this.#close();
    });
    field.addEventListener("compositionend", () => {
      this.#isComposing = false;
      this.#later();
    });
    field.form?.addEventListener("submit", (event) => {
      if (this.#isComposing) event.preventDefault();
      else this.#close();
    });
    // The field keeps the focus, and the keyboard of a phone stays.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element && event.target.closest("[role=option]");
      if (option) this.#choose([...list.children].indexOf(option), event.ctrlKey || event.metaKey);
    });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.#isComposing) return;
    if (!this.field.value.trim()) this.#close();
    else this.#timer = setTimeout(() => this.#ask(this.field.value.trim()), PAUSE);
  }

  /** @param {string} words */
  async #ask(words) {
    const asking = (this.#asking = new AbortController());
    try {
      const address = `${this.getAttribute("src")}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      const found = /** @type {Answer} */ (await answer.json());
      // An answer to what is no longer asked comes too late.
      if (asking === this.#asking && !asking.signal.aborted && !this.#isComposing) this.#show(found);
    } catch (error) {
      // Aborted, or no network: typing goes on without suggestions.
      if (asking === this.#asking && error.name !== "AbortError") this.#close();
    }
  }

  /** @param {Answer} answer */
  #show({ suggestions, status }) {
    if (this.field !== document.activeElement) return;
    this.#shown = suggestions;
    this.list.replaceChildren(...suggestions.map((suggestion, at) => {
      const option = make("li", { id: `${this.list.id}-${at}`, role: "option", class: "suggestion" });
      const detail = make("span", { class: "suggestion__detail" });
      detail.textContent = suggestion.detail;
      const label = make("span", suggestion.lang ? { lang: suggestion.lang } : {});
      label.append(...marked(suggestion.label, suggestion.marks));
      option.append(label, " ", detail);
      return option;
    }));
    this.#activate(-1);
    this.#expand(suggestions.length > 0);
    this.status.textContent = status;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    // 229: a key the input method takes, also where the browser ends composing before the key.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = this.#shown.length - 1;
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

  /** @param {number} at The option that is chosen next; -1 is the field's own text. */
  #activate(at) {
    this.#active = at;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === at));
    });
    const option = this.list.children[at];
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at @param {boolean} [apart] Whether in a tab of its own. */
  #choose(at, apart = false) {
    const { label, url } = this.#shown[at];
    this.#close();
    if (apart) window.open(url, "_blank", "noopener");
    else if (this.hasAttribute("fill")) {
      this.field.value = label;
      this.field.form?.requestSubmit();
    } else location.assign(url);
  }

  /** @param {boolean} isOpen */
  #expand(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#expand(false);
    this.#activate(-1);
    this.status.textContent = "";
  }
}

/** @param {string} tag @param {Record<string, string>} attributes */
function make(tag, attributes) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The text in nodes, what matches in <mark>. @param {string} text @param {number[][]} marks */
function* marked(text, marks) {
  let at = 0;
  for (const [start, end] of marks) {
    yield text.slice(at, start);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    yield mark;
    at = end;
  }
  yield text.slice(at);
}

customElements.define("search-suggestions", SearchSuggestions);
