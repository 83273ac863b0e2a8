import type { MenuItem } from "../calendar/view/menu";
import type { BoardStore } from "../state/board-store";
import { whyNotMovable } from "../state/legality";
import type { Segment } from "../state/model";
import { commandsFor, type StayCommand } from "../state/stay-commands";
import { text } from "../state/text";
import type { PageSettings } from "./page-settings";

export interface StayMenuHandlers {
  open(): void;
  move(): void;
  unassign(): void;
  setLocked(locked: boolean): void;
  run(command: StayCommand): void;
}

/** Everything that can be done with a stay now, in the order of the menu. */
export function stayMenu(segment: Segment, settings: PageSettings, store: BoardStore, handlers: StayMenuHandlers): MenuItem[] {
  const items: MenuItem[] = [{ label: text("menu.open"), run: handlers.open }];
  if (!settings.canMove) return items;
  const commands = commandsFor(segment, store.businessDate);
  const dangerous = (command: StayCommand): boolean => command === "cancel" || command === "no-show";
  for (const command of commands.filter((one) => !dangerous(one))) {
    items.push({ label: text(`menu.${command}`), run: () => handlers.run(command) });
  }
  const movable = whyNotMovable(segment, store.businessDate) === null;
  if (movable && !segment.roomLocked) {
    items.push({ label: text("menu.move"), run: handlers.move, apart: true });
    if (segment.roomId !== null && segment.status !== "CHECKED_IN") items.push({ label: text("menu.unassign"), run: handlers.unassign });
  }
  if (movable && segment.roomId !== null) {
    const { roomLocked } = segment;
    items.push({ label: text(roomLocked ? "menu.unlock" : "menu.lock"), run: () => handlers.setLocked(!roomLocked), apart: roomLocked });
  }
  commands.filter(dangerous).forEach((command, index) => {
    items.push({ label: text(`menu.${command}`), run: () => handlers.run(command), danger: true, apart: index === 0 });
  });
  return items;
}
