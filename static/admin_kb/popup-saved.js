/**
 * Remove the draft of a form in a pop-up window that was saved: the window closes without showing
 * a message. No module, because it has to run before the script that closes the window. The names
 * are those of draft-store.js.
 */
try {
  localStorage.removeItem(`draft:${sessionStorage.getItem("draft-submitted")}`);
} catch {
  // The browser has no storage, and so no draft.
}
