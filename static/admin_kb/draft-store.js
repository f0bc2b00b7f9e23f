/**
 * Drafts: what people typed in forms and did not save, kept in the browser. If the browser refuses
 * access to its storage, or it is full, nothing is kept and nothing fails. The key of a draft begins
 * with the primary key of the user.
 */

/**
 * @typedef {object} Draft
 * @property {number} at When it was typed, in milliseconds.
 * @property {string} version What the form was opened with, as the server wrote it, or "".
 * @property {Record<string, string[]>} values What was typed, by field.
 * @property {Record<string, string[]>} opened What those fields contained before.
 * @property {Record<string, string[]>} [rows] All values of the saved inline rows that were changed.
 * @property {Record<string, Record<string, string>>} labels Labels of chosen rows, by field.
 */

const PREFIX = "draft:";
const SUBMITTED = "draft-submitted";
const MAX_DRAFTS = 30;
// Browsers store about five million characters. The server accepts a form of 2.5 MB.
const MAX_LENGTH = 2_500_000;
const MAX_AGE = 30 * 24 * 60 * 60 * 1000;

/**
 * Return the result of a function, or undefined if the browser refuses access to its storage.
 * @template T
 * @param {() => T} access
 * @returns {T | undefined}
 */
function attempt(access) {
  try {
    return access();
  } catch {
    return undefined;
  }
}

/**
 * Return the names of all drafts, the oldest first.
 * @returns {string[]}
 */
function oldestFirst() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const at = new Map(names.map((name) => [name, parse(localStorage.getItem(name))?.at ?? 0]));
  return names.sort((a, b) => at.get(a) - at.get(b));
}

/**
 * @param {string | null | undefined} text
 * @returns {Draft | null} Null if it is no draft.
 */
function parse(text) {
  const draft = attempt(() => JSON.parse(text ?? "null"));
  return draft && typeof draft.at === "number" && draft.values ? draft : null;
}

/**
 * Return whether the browser keeps drafts.
 * @returns {boolean}
 */
export function hasStorage() {
  return attempt(() => typeof localStorage.length) === "number";
}

/**
 * Return the draft of a form, or null.
 * @param {string} key
 * @returns {Draft | null}
 */
export function readDraft(key) {
  return parse(attempt(() => localStorage.getItem(PREFIX + key)));
}

/**
 * Keep a draft. Older ones give way if there are too many or the storage is full.
 * @param {string} key
 * @param {Draft} draft
 * @returns {boolean} Whether it is kept.
 */
export function writeDraft(key, draft) {
  const text = JSON.stringify(draft);
  if (text.length > MAX_LENGTH) return false;
  const write = () => {
    const others = oldestFirst().filter((name) => name !== PREFIX + key);
    while (others.length >= MAX_DRAFTS) localStorage.removeItem(others.shift() ?? "");
    while (attempt(() => (localStorage.setItem(PREFIX + key, text), true)) !== true) {
      const oldest = others.shift();
      if (!oldest) return false;
      localStorage.removeItem(oldest);
    }
    return true;
  };
  return attempt(write) ?? false;
}

/**
 * Return the names of the drafts of a user.
 * @param {string} user
 * @returns {string[]}
 */
function draftsOf(user) {
  const prefix = `${PREFIX}${user}:`;
  return attempt(() => Object.keys(localStorage).filter((name) => name.startsWith(prefix))) ?? [];
}

/**
 * Return whether the browser keeps a draft of a user.
 * @param {string} user
 * @returns {boolean}
 */
export function hasDrafts(user) {
  return draftsOf(user).length > 0;
}

/**
 * Remove the drafts of a user.
 * @param {string} user
 * @returns {void}
 */
export function removeDraftsOf(user) {
  for (const name of draftsOf(user)) attempt(() => localStorage.removeItem(name));
}

/**
 * @param {string} key
 * @returns {void}
 */
export function removeDraft(key) {
  attempt(() => localStorage.removeItem(PREFIX + key));
}

/**
 * Remove drafts that nobody came back to.
 * @returns {void}
 */
export function removeOldDrafts() {
  attempt(() => {
    for (const name of oldestFirst()) {
      const draft = parse(localStorage.getItem(name));
      if (!draft || draft.at < Date.now() - MAX_AGE) localStorage.removeItem(name);
    }
  });
}

/**
 * Remember, in this tab, which form is being submitted.
 * @param {string} key
 * @returns {void}
 */
export function rememberSubmitted(key) {
  attempt(() => sessionStorage.setItem(SUBMITTED, key));
}

/**
 * Return the key of the form that was submitted on the page before, and forget it.
 * @returns {string} Empty if there is none.
 */
export function takeSubmitted() {
  const key = attempt(() => sessionStorage.getItem(SUBMITTED)) ?? "";
  attempt(() => sessionStorage.removeItem(SUBMITTED));
  return key;
}
