// One key a decision: i include, e exclude, m maybe, u undo. The page loads this only where they are switched on.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const button = document.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});
// A decision is sent once, however often the key is hit.
document.querySelectorAll("form.decide").forEach((decide) => {
  decide.addEventListener("submit", (event) => {
    if (decide.dataset.sent) event.preventDefault();
    decide.dataset.sent = "1";
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form.decide").forEach((decide) => delete decide.dataset.sent);
});
