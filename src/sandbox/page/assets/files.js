// Files dropped onto a conversation.

export function dropZone(node, take) {
  const has = (event) => event.dataTransfer?.types.includes("Files");
  node.addEventListener("dragover", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    node.classList.add("dropping");
  });
  node.addEventListener("dragleave", (event) => node.contains(event.relatedTarget) || node.classList.remove("dropping"));
  node.addEventListener("drop", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    node.classList.remove("dropping");
    take()?.([...event.dataTransfer.files]);
  });
}
