/** The line at the foot of the drawer: nights and what they cost. */
import type { Money, Reservation } from "../../api/types";
import { formatNights, isIsoDate, nightsBetween } from "../format/dates";
import { formatMoney, parseMoney } from "../format/money";
import type { Draft, PropertyContext } from "./draft";
import type { StayFacts } from "./stay-lookup";

export interface StaySummary {
  nights: string;
  total: string;
  /** How sure the total is, in words. */
  note: string;
}

export function summarise(
  draft: Draft,
  base: Draft,
  reservation: Reservation | undefined,
  facts: StayFacts,
  property: PropertyContext,
): StaySummary {
  const dated = isIsoDate(draft.checkInDate) && isIsoDate(draft.checkOutDate);
  const nights = dated ? nightsBetween(draft.checkInDate, draft.checkOutDate) : -1;
  if (nights < 0) return { nights: "", total: "", note: "" };
  const { total, note } = totalOf(draft, base, reservation, facts, property, nights);
  return { nights: formatNights(nights), total: total === undefined ? "" : formatMoney(total), note };
}

function totalOf(
  draft: Draft,
  base: Draft,
  reservation: Reservation | undefined,
  facts: StayFacts,
  property: PropertyContext,
  nights: number,
): { total: Money | undefined; note: string } {
  const rate = parseMoney(draft.nightlyRate, property.currency);
  if (rate !== null) return { total: { ...rate, amount: rate.amount * Math.max(1, nights) }, note: "at the price entered" };
  const priced: (keyof Draft)[] = ["checkInDate", "checkOutDate", "roomTypeId", "ratePlanId"];
  const untouched = reservation !== undefined && !draft.reprice && priced.every((field) => draft[field] === base[field]);
  if (untouched) return { total: reservation.total, note: "agreed price" };
  const quote = facts.types?.get(draft.roomTypeId)?.total;
  if (quote === undefined) return { total: undefined, note: "" };
  // The nights that stay keep their price, so a changed stay may cost something else than a new one.
  return { total: quote, note: reservation === undefined || draft.reprice ? "quoted price" : "quote; nights already booked keep their price" };
}
