/** The line at the foot of the drawer: nights and what they cost. */
import type { Money, Reservation } from "../../api/types";
import { formatNights, isIsoDate, nightsBetween } from "../format/dates";
import { formatMoney, parseMoney } from "../format/money";
import type { Draft, PropertyContext } from "./draft";
import { quotedTotal, type StayFacts } from "./stay-lookup";

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
  const untouched = reservation !== undefined && priced.every((field) => draft[field] === base[field]);
  if (untouched) return { total: reservation.total, note: "agreed price" };
  if (draft.ratePlanId !== "") return { total: undefined, note: "priced by the rate plan when saved" };
  const quote = quotedTotal(facts.types?.get(draft.roomTypeId));
  return { total: quote, note: quote === undefined ? "" : reservation === undefined ? "quoted price" : "new quote; the saved price may differ" };
}
