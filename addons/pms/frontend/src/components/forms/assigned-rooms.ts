/** What is said once today's arrivals were given their rooms: how many got one, and who did not and why. */
import { t, tn } from "../../language/translate";
import type { KeptToast } from "../dialogs/kept-toast";

interface Unplaced {
  reservationId: string;
  confirmationNumber: string;
  reason: string;
}

/** The part of `POST /api/pms/room-assignment`'s answer that is told. */
export interface RoomAssignment {
  placed: readonly unknown[];
  unplaced: readonly Unplaced[];
}

const MOST_NAMED = 6;

/** `nameOf` finds a guest's name by the reservation; without one its number stands there. */
export function assignedWords({ placed, unplaced }: RoomAssignment, nameOf: (reservationId: string) => string | undefined): KeptToast {
  const got = placed.length === 0 ? t("No arrival was given a room.") : tn("{count} arrival has a room now.", "{count} arrivals have a room now.", placed.length);
  if (unplaced.length === 0) return { message: placed.length === 0 ? t("Nobody who arrives today is waiting for a room.") : got, kind: "success" };
  const named = unplaced.slice(0, MOST_NAMED).map((each) => `${nameOf(each.reservationId) ?? each.confirmationNumber}: ${each.reason}`);
  const more = unplaced.length - named.length;
  return {
    message: `${got} ${tn("{count} arrival has no room:", "{count} arrivals have no room:", unplaced.length)}`,
    details: more === 0 ? named : [...named, t("and {count} more", { count: more })],
    kind: "warning",
    lasting: true,
  };
}

/** The name in the row of a list of the day. */
function nameInList(reservationId: string): string | undefined {
  return document.querySelector(`[data-reservation-id="${CSS.escape(reservationId)}"] a`)?.textContent?.trim();
}

/** The same of a form's answer, with the names that the list on this page shows. */
export function toldOfAssignment(answer: unknown): KeptToast {
  return assignedWords(answer as RoomAssignment, nameInList);
}
