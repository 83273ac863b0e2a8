import type { Reservation } from "../api/types";
import type { CalendarPage } from "./calendar-page";

/** What happens outside the grid: shortcuts, other elements' writes, the tab and the network. */
export function listenToPage(page: CalendarPage): void {
  document.addEventListener("keydown", (event) => onShortcut(page, event));
  for (const name of ["pms-reservation-saved", "pms-reservation-changed"]) {
    document.addEventListener(name, (event) => {
      const { reservation, seq } = (event as CustomEvent<{ reservation: Reservation; seq?: number }>).detail;
      page.commands.accept(reservation, seq ?? reservation.seq);
    });
  }
  document.addEventListener("visibilitychange", () => page.setVisible(!document.hidden));
  window.addEventListener("online", () => {
    page.controller.queue.retryNow();
    page.refresh();
  });
  // A change that has not reached the server must not be lost by closing the tab.
  window.addEventListener("beforeunload", (event) => page.controller.queue.length > 0 && event.preventDefault());
}

/** One-letter shortcuts; not while someone types or a dialog is open. */
function onShortcut(page: CalendarPage, event: KeyboardEvent): void {
  if (isTyping(event) || document.querySelector("dialog[open]") !== null) return;
  if (!run(page, event)) return;
  event.preventDefault();
}

function run(page: CalendarPage, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== "z" || event.shiftKey) return false;
    page.controller.undo();
    return true;
  }
  if (event.altKey) return false;
  switch (event.key) {
    case "n":
    case "N":
      page.createReservation();
      return true;
    case "/":
      page.guide.field.focus();
      return true;
    case "t":
    case "T":
      page.today();
      return true;
    case "?":
      page.elements.showHelp();
      return true;
    case "PageUp":
    case "PageDown":
      if (!event.shiftKey) return false;
      page.step(event.key === "PageDown" ? 1 : -1);
      return true;
    case "Escape":
      page.card.hide();
      page.menu.close(true);
      page.chosen.clear();
      return false;
    default:
      return false;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest("input, textarea, select, [contenteditable]") != null;
}
