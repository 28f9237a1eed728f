// One key answers a pair: each is a real button or link that carries its key, so nothing depends on this script.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
document.querySelector(".pair-table")?.closest(".scroll").focus({ preventScroll: true });
