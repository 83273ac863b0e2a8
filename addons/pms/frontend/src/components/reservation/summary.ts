/** The line at the foot of the drawer: nights and what they cost. */
import type { Money, Reservation } from "../../api/types";
import { t, tn } from "../../language/translate";
import { formatNights, isIsoDate, nightsBetween } from "../format/dates";
import { formatMoney, parseMoney } from "../format/money";
import type { Draft, PropertyContext } from "./draft";
import { priceOf, type FurtherRoom } from "./further-rooms";
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
  further: readonly FurtherRoom[] = [],
): StaySummary {
  const dated = isIsoDate(draft.checkInDate) && isIsoDate(draft.checkOutDate);
  const nights = dated ? nightsBetween(draft.checkInDate, draft.checkOutDate) : -1;
  if (nights < 0) return { nights: "", total: "", note: "" };
  const first = totalOf(draft, base, reservation, facts, property, nights);
  if (further.length > 0) return summariseRooms(nights, [first.total, ...further.map((room) => priceOf(room, draft, property.currency))]);
  return { nights: formatNights(nights), total: first.total === undefined ? "" : formatMoney(first.total), note: first.note };
}

function summariseRooms(nights: number, prices: (Money | undefined)[]): StaySummary {
  const known = prices.filter((price) => price !== undefined);
  const rooms = tn("{count} room", "{count} rooms", prices.length);
  const [one] = known;
  if (one === undefined || known.length < prices.length) return { nights: `${rooms} · ${formatNights(nights)}`, total: "", note: t("Choose the type of every room to see the price.") };
  const amount = known.reduce((sum, price) => sum + price.amount, 0);
  return { nights: `${rooms} · ${formatNights(nights)}`, total: formatMoney({ ...one, amount }), note: t("for all rooms") };
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
  if (rate !== null) return { total: { ...rate, amount: rate.amount * Math.max(1, nights) }, note: t("at the price entered") };
  const priced: (keyof Draft)[] = ["checkInDate", "checkOutDate", "roomTypeId", "ratePlanId"];
  const untouched = reservation !== undefined && !draft.reprice && priced.every((field) => draft[field] === base[field]);
  if (untouched) return { total: reservation.total, note: t("agreed price") };
  const quote = facts.types?.get(draft.roomTypeId)?.total;
  if (quote === undefined) return { total: undefined, note: "" };
  // The nights that stay keep their price, so a changed stay may cost something else than a new one.
  return { total: quote, note: reservation === undefined || draft.reprice ? t("quoted price") : t("quote; nights already booked keep their price") };
}
