/**
 * Keys of the review page: A approves, R writes the answer and then returns. Not while typing.
 */
const form = document.querySelector("form.review");

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (!form || isTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = form.querySelector(`button[aria-keyshortcuts="${event.key.toLowerCase()}"]`);
  if (!button) return;
  event.preventDefault();
  const answer = form.querySelector("textarea");
  if (button.name === "_return" && !answer.value.trim()) answer.focus();
  else button.click();
});
