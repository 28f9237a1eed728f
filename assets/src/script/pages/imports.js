// Files may be dropped on the field; without this script they are chosen with its button.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const stop = (event) => event.preventDefault();
  zone.addEventListener("dragover", (event) => { stop(event); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    stop(event);
    zone.classList.remove("over");
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}
