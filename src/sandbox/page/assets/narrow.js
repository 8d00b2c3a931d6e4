// Where it is narrow, the list lies over the conversation until one has chosen, or wants it no more.

const side = document.getElementById("side");

export function openSide() {
  document.body.classList.add("side-open");
  document.querySelector(".menu-button").setAttribute("aria-expanded", "true");
  side.querySelector(".me").focus();
}

export function closeSide() {
  if (!document.body.classList.contains("side-open")) return;
  document.body.classList.remove("side-open");
  const button = document.querySelector(".menu-button");
  button?.setAttribute("aria-expanded", "false");
  if (side.contains(document.activeElement)) button?.focus();
}

side.addEventListener("click", (event) => event.target.closest("a, .side-foot button") && closeSide());
side.addEventListener("keydown", (event) => event.key === "Escape" && closeSide());
document.addEventListener("pointerdown", (event) => event.target.closest("#side, .popup") || closeSide());
