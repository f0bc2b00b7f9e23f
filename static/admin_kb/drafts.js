/**
 * Protect what people type in the forms of the admin: warn before it is left, keep it in the
 * browser until it is saved, and offer it when the form is opened again.
 */

import {
  hasStorage,
  readDraft,
  rememberSubmitted,
  removeDraft,
  removeOldDrafts,
  takeSubmitted,
  writeDraft,
} from "./draft-store.js";
import { addDeletedRows, addRows, changedRows } from "./form-rows.js";
import {
  contains,
  fieldsOf,
  fill,
  labelsOf,
  openedValue,
  openedValues,
  removeNewRows,
  typedValues,
} from "./form-values.js";

/** @typedef {import("./draft-store.js").Draft} Draft */

const FORMS = ".change-form #content-main > form[method=post], form[data-keeps-draft]";
const PAUSE = 300; // milliseconds without typing after which a draft is written

/** One form whose typed values are kept. */
class DraftedForm {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} notice
   */
  constructor(form, notice) {
    this.form = form;
    this.notice = notice;
    const action = form.querySelector("input[type=hidden][name=action]");
    const name = action instanceof HTMLInputElement ? `#${action.value}` : "";
    this.key = `${notice.dataset.user}:${location.pathname}${name}`;
    this.opened = openedValues(form);
    this.version = this.versionField?.value ?? "";
    this.isSubmitting = false;
    this.isKept = hasStorage();
    this.timer = 0;
    /** @type {Draft | null} A draft of an earlier visit that was neither restored nor discarded. */
    this.pending = readDraft(this.key);
    // The server refused what was submitted and sent it back: it is still not saved.
    this.isRefused = form.querySelector(".errorlist") !== null;
    if (this.isRefused) removeNewRows(this.opened);
    if (this.isRefused && this.pending) {
      Object.assign(this.opened, this.pending.opened);
      this.pending = null;
    }
    this.listen();
    this.listenToSignOut();
    if (!this.isKept) this.say(this.texts.unkept, false);
  }

  /** @returns {HTMLInputElement | null} The hidden field with what the page showed of the record. */
  get versionField() {
    return this.form.querySelector("input[type=hidden][name=opened]");
  }

  listen() {
    const later = () => {
      this.isSubmitting = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE);
    };
    // Select2 and the pop-ups of the admin trigger events of jQuery only.
    const jQuery = window.django?.jQuery;
    if (jQuery) jQuery(this.form).on("input change", later);
    else for (const name of ["input", "change"]) this.form.addEventListener(name, later);
    for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, later);
    this.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      this.keep();
      rememberSubmitted(this.key);
      this.isSubmitting = true;
    });
    addEventListener("beforeunload", (event) => {
      if (!this.isSubmitting && this.isUnsaved()) event.preventDefault();
    });
    addEventListener("pagehide", () => this.isSubmitting || this.keep());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.isSubmitting = false;
      // Browsers fill in forms again when people go back, before this event.
      if (this.pending) this.offer();
    });
  }

  /** Leave the draft to sign-out.js, which asks first; what it removed is not written again. */
  listenToSignOut() {
    const signOut = document.getElementById("logout-form");
    signOut?.addEventListener("submit", () => this.keep(), { capture: true });
    addEventListener("submit", (event) => {
      if (event.target !== signOut || event.defaultPrevented || !this.isKept) return;
      clearTimeout(this.timer);
      this.isSubmitting = true;
    });
  }

  /** @returns {boolean} */
  isUnsaved() {
    return this.isRefused || Object.keys(typedValues(this.form, this.opened)).length > 0;
  }

  /** Write what is typed now to the browser's storage. */
  keep() {
    const typed = typedValues(this.form, this.opened);
    const rows = changedRows(this.form, typed);
    const labels = labelsOf(this.form, { ...rows, ...typed });
    const values = { ...this.pending?.values, ...typed };
    if (!Object.keys(values).length) {
      removeDraft(this.key);
      return;
    }
    if (!Object.keys(typed).length) return; // the pending draft is unchanged
    const opened = Object.fromEntries(
      Object.keys(values).map((key) => [key, openedValue(this.opened, key)]),
    );
    const wasKept = this.isKept;
    this.isKept = writeDraft(this.key, {
      at: Date.now(),
      version: this.pending?.version || this.version,
      values,
      opened,
      rows: { ...this.pending?.rows, ...rows },
      labels: { ...this.pending?.labels, ...labels },
    });
    if (wasKept && !this.isKept) this.say(this.texts.unkept, false);
  }

  /** Show the notice, unless the form contains everything that the draft does. */
  offer() {
    const draft = this.pending;
    if (!draft) return;
    if (contains(this.form, draft.values)) {
      this.pending = null;
      this.keep();
      return;
    }
    const options = /** @type {const} */ ({ dateStyle: "medium", timeStyle: "short" });
    const date = new Date(draft.at).toLocaleString(document.documentElement.lang, options);
    this.say(this.texts.unsaved.replace("{date}", date), true);
    this.button("restore").onclick = () => this.restore();
    this.button("discard").onclick = () => this.discard();
  }

  /** @returns {Record<string, string>} The sentences of the notice. */
  get texts() {
    return /** @type {Record<string, string>} */ (this.notice.dataset);
  }

  /**
   * @param {string} name
   * @returns {HTMLButtonElement}
   */
  button(name) {
    return /** @type {HTMLButtonElement} */ (this.notice.querySelector(`[data-draft=${name}]`));
  }

  /**
   * Show a sentence in the notice. The focus moves there if it was on a button that is hidden now.
   * @param {string} text
   * @param {boolean} hasButtons
   * @returns {void}
   */
  say(text, hasButtons) {
    const box = /** @type {HTMLElement} */ (this.notice.firstElementChild);
    /** @type {HTMLElement} */ (box.querySelector("p")).textContent = text;
    const hadFocus = box.contains(document.activeElement);
    for (const name of ["restore", "discard"]) this.button(name).hidden = !hasButtons;
    box.hidden = false;
    if (hadFocus && !hasButtons) this.notice.focus();
  }

  /** Fill in what was typed, as a change of the record as it was shown then. */
  restore() {
    const draft = this.pending;
    if (!draft) return;
    addRows(this.form, draft.values);
    const deleted = addDeletedRows(this.form, draft.values, draft.rows ?? {});
    const fields = fieldsOf(this.form);
    const lost = Object.entries({ ...deleted, ...draft.values }).flatMap(([key, values]) => {
      const labels = draft.labels[key];
      if (fill(fields.get(key) ?? [], values, labels)) return [];
      return values.map((value) => labels?.[value] ?? value).filter((value) => value.trim());
    });
    if (this.versionField && draft.version) {
      // The server then reports what was saved in between.
      this.version = this.versionField.value = draft.version;
    }
    this.pending = null;
    this.keep();
    const { restored, lost: withoutField } = this.texts;
    this.say(lost.length ? withoutField.replace("{values}", lost.join("; ")) : restored, false);
  }

  /** Forget the draft, and keep what was typed since. */
  discard() {
    this.pending = null;
    removeDraft(this.key);
    this.keep();
    this.say(this.texts.discarded, false);
  }
}

const notice = document.getElementById("draft-notice");
// The page to sign in has no notice; what was submitted is not saved yet.
if (notice) {
  const submitted = takeSubmitted();
  if (submitted && document.querySelector(".messagelist .success")) removeDraft(submitted);
  removeOldDrafts();
  const form = document.querySelector(FORMS);
  if (form instanceof HTMLFormElement) new DraftedForm(form, notice);
}
