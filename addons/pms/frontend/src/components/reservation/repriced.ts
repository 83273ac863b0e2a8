/** What a stay would cost if its nights to come were priced anew, as the server does it. */
import type { IsoDate, Money, Reservation } from "../../api/types";
import type { Draft } from "./draft";
import type { StayFacts } from "./stay-lookup";

/** Undefined while the prices are unknown. Nights slept stay as agreed; the type is the booked one, not that of the room. */
export function repricedTotal(reservation: Reservation, draft: Draft, facts: StayFacts, businessDate: IsoDate): Money | undefined {
  const typeId = draft.roomTypeId === reservation.roomTypeId ? reservation.bookedRoomTypeId : draft.roomTypeId;
  const nights = facts.types?.get(typeId)?.nights;
  if (nights === undefined || nights.length === 0) return undefined;
  const slept = reservation.status === "CHECKED_IN" ? reservation.nightlyRates.filter(({ date }) => date < businessDate) : [];
  const agreed = new Map(slept.map(({ date, price }) => [date, price.amount]));
  const amount = nights.reduce((sum, { date, price }) => sum + (agreed.get(date) ?? price.amount), 0);
  return { ...reservation.total, amount };
}
