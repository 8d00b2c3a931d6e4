// Files dropped onto a conversation or a field.

const carries = (event) => event.dataTransfer?.types.includes("Files");

export function dropZone(node, take) {
  node.addEventListener("dragover", (event) => carries(event) && node.classList.add("dropping"));
  node.addEventListener("dragleave", (event) => node.contains(event.relatedTarget) || node.classList.remove("dropping"));
  node.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    node.classList.remove("dropping");
    take()?.([...event.dataTransfer.files]);
  });
}

// Everywhere, for a file that misses its place would make the browser leave the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => carries(event) && event.preventDefault());
