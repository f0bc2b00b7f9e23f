/**
 * Ask before somebody signs out who has drafts, and remove them: the next person at this computer
 * could read them. Loaded by the admin and by the pages of readers.
 */

import { hasDrafts, removeDraftsOf } from "./draft-store.js";

const source = document.querySelector("[data-sign-out-question]");
if (source instanceof HTMLElement) {
  const { user = "", signOutQuestion } = source.dataset;
  document.querySelector("#logout-form, form.sign-out")?.addEventListener("submit", (event) => {
    if (!hasDrafts(user)) return;
    if (confirm(signOutQuestion)) removeDraftsOf(user);
    else event.preventDefault();
  });
}
