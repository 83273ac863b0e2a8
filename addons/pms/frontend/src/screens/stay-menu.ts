import type { CommandTogether } from "../api/reservations";
import type { MenuItem } from "../calendar/view/menu";
import type { BoardStore } from "../state/board-store";
import { commandsForAll } from "../state/chosen-commands";
import { whyNotMovable } from "../state/legality";
import type { Segment } from "../state/model";
import { changeNights } from "../state/split-nights";
import { commandsFor, type StayCommand } from "../state/stay-commands";
import { t } from "../language/translate";
import { commandWords } from "../state/words";
import { allows, type PageSettings } from "./page-settings";

const PERMISSIONS: Readonly<Record<StayCommand, string>> = {
  confirm: "pms.reservations.edit",
  "check-in": "pms.reservations.check_in",
  "revert-check-in": "pms.reservations.check_in",
  "check-out": "pms.reservations.check_out",
  "no-show": "pms.reservations.no_show",
  cancel: "pms.reservations.cancel",
};

/** The commands that the stay's state and the person's role allow, the likeliest first. */
export function allowedCommands(segment: Segment, settings: PageSettings, store: BoardStore): StayCommand[] {
  return commandsFor(segment, store.businessDate).filter((command) => allows(settings, PERMISSIONS[command]));
}

/** The commands that all stays of a selection and the person's role allow. */
export function allowedForAll(stays: readonly Segment[], settings: PageSettings, store: BoardStore): CommandTogether[] {
  return commandsForAll(stays, store.businessDate).filter((command) => allows(settings, PERMISSIONS[command]));
}

export interface StayMenuHandlers {
  open(tab?: "folio" | "notes" | "history"): void;
  move(): void;
  split(): void;
  unassign(): void;
  /** Whether it is selected now; `choose` changes that. */
  readonly chosen: boolean;
  choose(): void;
  setLocked(locked: boolean): void;
  run(command: StayCommand): void;
  /** Leaves the calendar for a page. */
  leaveFor(url: string): void;
}

/** Everything that can be done with a stay now, in the order of the menu; what addons add comes last. */
export function stayMenu(segment: Segment, settings: PageSettings, store: BoardStore, handlers: StayMenuHandlers): MenuItem[] {
  const items: MenuItem[] = [{ label: t("Open"), run: () => handlers.open() }];
  const commands = allowedCommands(segment, settings, store);
  const dangerous = (command: StayCommand): boolean => command === "cancel" || command === "no-show";
  for (const command of commands.filter((one) => !dangerous(one))) {
    items.push({ label: commandWords[command], run: () => handlers.run(command) });
  }
  const movable = settings.canMove && whyNotMovable(segment, store.businessDate) === null;
  if (movable && !segment.roomLocked) {
    items.push({ label: t("Move…"), run: handlers.move, apart: true });
    const nights = changeNights(segment, store.businessDate);
    if (segment.roomId !== null && nights !== null) items.push({ label: t("Change room from a night…"), run: handlers.split });
    if (segment.roomId !== null && segment.status !== "CHECKED_IN") items.push({ label: t("Take out of room"), run: handlers.unassign });
  }
  if (movable && segment.roomId !== null && allows(settings, "pms.reservations.edit")) {
    const { roomLocked } = segment;
    items.push({ label: roomLocked ? t("Unlock room") : t("Lock room"), run: () => handlers.setLocked(!roomLocked), apart: roomLocked });
  }
  if (settings.canMove) {
    items.push({ label: handlers.chosen ? t("Take out of the selection") : t("Select"), run: handlers.choose, apart: !movable });
  }
  if (allows(settings, "pms.folios.read")) items.push({ label: t("Folio"), run: () => handlers.open("folio"), apart: true });
  if (allows(settings, "pms.guests.read")) items.push({ label: t("Note"), run: () => handlers.open("notes") });
  if (allows(settings, "pms.audit.read")) items.push({ label: t("Audit trail"), run: () => handlers.open("history") });
  commands.filter(dangerous).forEach((command, index) => {
    items.push({ label: commandWords[command], run: () => handlers.run(command), danger: true, apart: index === 0 });
  });
  settings.chipCommands.forEach(({ label, url }, index) => {
    const page = url.replaceAll("{reservationId}", encodeURIComponent(segment.reservationId));
    items.push({ label, run: () => handlers.leaveFor(page), apart: index === 0 });
  });
  return items;
}
