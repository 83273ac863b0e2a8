import type { Day } from "../calendar/layout/days";
import type { MenuItem } from "../calendar/view/menu";
import type { RoomCondition } from "../api/types";
import type { BoardStore } from "../state/board-store";
import type { Closure, Room } from "../state/model";
import { t } from "../language/translate";
import { conditionCommands } from "../state/words";
import { allows, type PageSettings } from "./page-settings";

const CONDITIONS: readonly RoomCondition[] = ["CLEAN", "INSPECTED", "DIRTY"];

export interface RoomMenuHandlers {
  setCondition(condition: RoomCondition): void;
  close(): void;
  open(closure: Closure): void;
}

/**
 * What can be said about a room: its condition, and that it is out of order or back in order.
 *
 * @param day the night the menu was asked for; a closure of that night can be lifted, else those of tonight and later
 */
export function roomMenu(room: Room, day: Day | null, settings: PageSettings, store: BoardStore, handlers: RoomMenuHandlers): MenuItem[] {
  const items: MenuItem[] = [];
  if (allows(settings, "pms.rooms.set_condition")) {
    for (const condition of CONDITIONS.filter((one) => one !== room.condition)) {
      items.push({ label: conditionCommands[condition], run: () => handlers.setCondition(condition) });
    }
  }
  if (!allows(settings, "pms.rooms.set_out_of_order")) return items;
  items.push({ label: t("Out of order…"), run: handlers.close, apart: items.length > 0 });
  const from = day ?? store.businessDate;
  const lifted = store.closuresIn(room.id).filter(({ kind, start, end }) => kind === "OUT_OF_ORDER" && end > from && (day === null || start <= day));
  for (const closure of lifted) {
    const reason = closure.reason === "" ? t("Out of order") : closure.reason;
    items.push({ label: t("Back in order: {reason}", { reason }), run: () => handlers.open(closure) });
  }
  return items;
}
