// What is clicked or typed before the page's scripts have run is kept, and given to them as soon as they have.
// A slow network would otherwise swallow it: the page is drawn before anything listens.
(() => {
  const NEEDS_SCRIPTS = "oppsera-form";
  const clicked = new Set();
  const changed = new Map();

  const keepClick = (button, event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    // The second click of a double-click, counted across a reload, was meant for what lay there before.
    if (event.type === "click" && event.detail > 1) return;
    clicked.add(button);
  };
  const onClick = (event) => {
    const button = event.target.closest("button");
    if (button && (button.type === "button" || button.closest(NEEDS_SCRIPTS))) keepClick(button, event);
  };
  const onEnter = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    const button = event.target.closest(NEEDS_SCRIPTS)?.querySelector("button:not([type=button])");
    if (button) keepClick(button, event);
  };
  const onChange = (event) => changed.set(event.target, (changed.get(event.target) ?? new Set()).add(event.type));

  const listeners = { click: onClick, keydown: onEnter, input: onChange, change: onChange };
  for (const [type, listener] of Object.entries(listeners)) document.addEventListener(type, listener, true);

  const handOver = () => {
    for (const [type, listener] of Object.entries(listeners)) document.removeEventListener(type, listener, true);
    for (const [field, types] of changed) for (const type of types) field.dispatchEvent(new Event(type, { bubbles: true }));
    for (const button of clicked) button.click();
  };
  // A turn later, so that whatever else waits for the same moment has had it.
  document.addEventListener("DOMContentLoaded", () => setTimeout(handOver));
})();
