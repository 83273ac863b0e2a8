import type { Day } from "../calendar/layout/days";
import type { Segment } from "./model";

/** The first and last night from which a stay can be in another room: none of its first, in house only nights ahead. */
export function changeNights({ status, checkIn, checkOut }: Segment, businessDate: Day): { first: Day; last: Day } | null {
  const first = Math.max(checkIn + 1, status === "CHECKED_IN" ? businessDate + 1 : businessDate);
  return first < checkOut ? { first, last: checkOut - 1 } : null;
}
