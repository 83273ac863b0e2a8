import type { Intent } from "../calendar/gestures/gesture";
import { type Day, isoFromDay } from "../calendar/layout/days";
import type { BoardController } from "../state/board-controller";
import type { ChosenStays } from "./chosen-stays";
import type { PageElements } from "./page-elements";
import type { PageSettings } from "./page-settings";

interface Doers {
  readonly controller: BoardController;
  readonly elements: PageElements;
  readonly settings: PageSettings;
  readonly chosen: ChosenStays;
}

/** Does what a gesture meant. */
export function perform(page: Doers, intent: Intent): void {
  const { controller, chosen } = page;
  switch (intent.kind) {
    case "none":
      return;
    case "open":
      return page.elements.openReservation(intent.segment.reservationId);
    case "create":
      return create(page, intent.roomId, intent.roomTypeId, intent.checkIn, intent.checkOut);
    case "refused":
      return controller.tellRefusal(intent.segment, intent.verdict);
    case "choose":
      return chosen.choose(intent);
    case "unchoose":
      return chosen.clear();
    case "resize": {
      const { edge, to, verdict } = intent.proposal;
      return controller.resize(intent.segment, edge, to, verdict);
    }
    case "move": {
      const { verdict, roomId, checkIn, parked, members } = intent.proposal;
      if (members !== undefined) return chosen.drop(intent.proposal);
      if (verdict.kind === "refused") return controller.tellRefusal(intent.segment, verdict);
      return void controller.move(intent.segment, roomId, checkIn, parked);
    }
  }
}

/** Opens the drawer for a new reservation with its room and nights filled in. */
export function create({ settings, elements }: Doers, roomId: string, roomTypeId: string, checkIn: Day, checkOut: Day): void {
  if (!settings.canCreate) return;
  elements.createReservation({ roomId, roomTypeId, checkInDate: isoFromDay(checkIn), checkOutDate: isoFromDay(checkOut) });
}
