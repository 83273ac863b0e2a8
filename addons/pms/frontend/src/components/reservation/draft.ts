/** What stands in the drawer's inputs, as text, and its way to and from the API. */
import type { NewBooking, NewStay } from "../../api/bookings";
import type { GuestSummary, IsoDate, NewGuest, NewReservation, Reservation, ReservationChanges, SourceType } from "../../api/types";
import { t } from "../../language/translate";
import { addDays, fromWallClock, isIsoDate, nightsBetween, toWallClock } from "../format/dates";
import { parseMoney } from "../format/money";
import { toFurtherStay, type FurtherRoom } from "./further-rooms";

export interface Draft {
  /** Empty = a new guest with the four fields below. */
  guestId: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  roomTypeId: string;
  /** Empty = room to be assigned later. */
  roomId: string;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  adults: string;
  children: string;
  ratePlanId: string;
  nightlyRate: string;
  status: "HOLD" | "CONFIRMED";
  /** The property's wall clock, as a `datetime-local` input holds it. */
  releaseAt: string;
  sourceType: SourceType;
  sourceRef: string;
  notes: string;
  roomLocked: boolean;
  /** Quote the nights to come anew. Of existing reservations only. */
  reprice: boolean;
  /** A walk-in: the guest stands at the desk and is checked in at once. Of new reservations only. */
  checkInNow: boolean;
}

export interface ReservationPrefill {
  roomTypeId?: string;
  roomId?: string | null;
  checkInDate?: IsoDate;
  checkOutDate?: IsoDate;
  guest?: GuestSummary;
  sourceType?: SourceType;
}

export interface PropertyContext {
  propertyId: string;
  currency: string;
  timezone: string;
  businessDate: IsoDate;
}

/** A draft's field → the name the API uses for it in `fields`. */
export const API_NAMES: Partial<Record<keyof Draft, string>> = {
  firstName: "guest.firstName",
  lastName: "guest.lastName",
  email: "guest.email",
  phone: "guest.phone",
};

export function apiName(field: keyof Draft): string {
  return API_NAMES[field] ?? field;
}

/** A new stay: the given nights, else tonight; a hold would be released tomorrow at 18:00. */
export function newDraft(prefill: ReservationPrefill, property: PropertyContext): Draft {
  const checkInDate = prefill.checkInDate ?? property.businessDate;
  return {
    guestId: prefill.guest?.id ?? "",
    firstName: "",
    lastName: "",
    email: "",
    phone: "",
    roomTypeId: prefill.roomTypeId ?? "",
    roomId: prefill.roomId ?? "",
    checkInDate,
    checkOutDate: prefill.checkOutDate ?? addDays(checkInDate, 1),
    adults: "2",
    children: "0",
    ratePlanId: "",
    nightlyRate: "",
    status: "CONFIRMED",
    releaseAt: `${addDays(property.businessDate, 1)}T18:00`,
    sourceType: prefill.sourceType ?? "PHONE",
    sourceRef: "",
    notes: "",
    roomLocked: false,
    reprice: false,
    checkInNow: false,
  };
}

export function draftOf(reservation: Reservation, timezone: string): Draft {
  return {
    guestId: reservation.guestId,
    firstName: "",
    lastName: "",
    email: "",
    phone: "",
    roomTypeId: reservation.roomTypeId,
    roomId: reservation.roomId ?? "",
    checkInDate: reservation.checkInDate,
    checkOutDate: reservation.checkOutDate,
    adults: String(reservation.adults),
    children: String(reservation.children),
    ratePlanId: reservation.ratePlanId ?? "",
    nightlyRate: "",
    status: reservation.status === "HOLD" ? "HOLD" : "CONFIRMED",
    releaseAt: reservation.releaseAt === null ? "" : toWallClock(reservation.releaseAt, timezone),
    sourceType: reservation.sourceType,
    sourceRef: reservation.sourceRef ?? "",
    notes: reservation.notes ?? "",
    roomLocked: reservation.roomLocked,
    reprice: false,
    checkInNow: false,
  };
}

/** What the walk-in switch changes with it: a walk-in is a booking for tonight. */
export function withWalkIn(draft: Draft, checkInNow: boolean, { businessDate }: PropertyContext): Partial<Draft> {
  if (!checkInNow) return { checkInNow, sourceType: "PHONE" };
  const checkOutDate = draft.checkOutDate > businessDate ? draft.checkOutDate : addDays(businessDate, 1);
  return { checkInNow, status: "CONFIRMED", sourceType: "WALK_IN", checkInDate: businessDate, checkOutDate };
}

export function isChanged(base: Draft, draft: Draft): boolean {
  return changedFields(base, draft).length > 0;
}

export function changedFields(base: Draft, draft: Draft): (keyof Draft)[] {
  return (Object.keys(base) as (keyof Draft)[]).filter((field) => base[field] !== draft[field]);
}

/** The person's changes laid over newer values of the server: nothing typed is lost, nothing else is overwritten. */
export function rebase(base: Draft, draft: Draft, newer: Draft): Draft {
  const mine = Object.fromEntries(changedFields(base, draft).map((field) => [field, draft[field]])) as Partial<Draft>;
  return { ...newer, ...mine };
}

/** What can be seen wrong before asking the server, by API field name. `base` is what an edit began with. */
export function validate(draft: Draft, currency: string, base?: Draft): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const refuse = (field: keyof Draft, message: string) => (fields[apiName(field)] = [message]);
  if (draft.guestId === "" && draft.lastName.trim() === "") refuse("lastName", t("Enter the last name."));
  if (draft.roomTypeId === "") refuse("roomTypeId", t("Choose a room type."));
  if (!isIsoDate(draft.checkInDate)) refuse("checkInDate", t("Enter the arrival date."));
  if (!isIsoDate(draft.checkOutDate)) refuse("checkOutDate", t("Enter the departure date."));
  else if (isIsoDate(draft.checkInDate) && draft.checkOutDate < draft.checkInDate) {
    refuse("checkOutDate", t("The departure is before the arrival."));
  }
  if (!/^[1-9]\d?$/.test(draft.adults.trim())) refuse("adults", t("At least one adult."));
  if (!/^\d{1,2}$/.test(draft.children.trim())) refuse("children", t("Enter a number, 0 for none."));
  if (draft.nightlyRate.trim() !== "" && parseMoney(draft.nightlyRate, currency) === null) {
    refuse("nightlyRate", t("Enter an amount, for example 120.00."));
  }
  if (base !== undefined && base.releaseAt !== "" && draft.releaseAt === "") refuse("releaseAt", t("Enter when the hold ends, or confirm it."));
  return fields;
}

/** Call only with a draft that `validate` finds sound. */
export function toNewReservation(draft: Draft, property: PropertyContext): NewReservation {
  return { ...sharedPart(draft, property), ...stayPart(draft, property), ...(draft.checkInNow ? { checkIn: true } : {}) };
}

/** The draft as the first of several rooms. Call only with what `validate` and `validateFurther` find sound. */
export function toNewBooking(draft: Draft, further: readonly FurtherRoom[], property: PropertyContext): NewBooking {
  const first = stayPart(draft, property);
  const others = further.map((room) => toFurtherStay(room, first, property.currency));
  return { ...sharedPart(draft, property), stays: [first, ...others] };
}

function sharedPart(draft: Draft, { propertyId, timezone }: PropertyContext): Omit<NewBooking, "stays"> {
  const releaseAt = draft.status === "HOLD" ? fromWallClock(draft.releaseAt, timezone) : null;
  return {
    propertyId,
    status: draft.status,
    sourceType: draft.sourceType,
    ...guestPart(draft),
    ...(releaseAt === null ? {} : { releaseAt }),
    ...textPart("sourceRef", draft.sourceRef),
  };
}

function stayPart(draft: Draft, { currency }: PropertyContext): NewStay {
  const dayUse = nightsBetween(draft.checkInDate, draft.checkOutDate) === 0;
  const rate = parseMoney(draft.nightlyRate, currency);
  return {
    roomTypeId: draft.roomTypeId,
    checkInDate: draft.checkInDate,
    checkOutDate: draft.checkOutDate,
    adults: Number(draft.adults),
    children: Number(draft.children),
    ...(draft.roomId === "" ? {} : { roomId: draft.roomId }),
    ...(draft.ratePlanId === "" ? {} : { ratePlanId: draft.ratePlanId }),
    ...(rate === null ? {} : { nightlyRate: rate }),
    ...(dayUse ? { dayUse } : {}),
    ...textPart("notes", draft.notes),
  };
}

/** Only what the person changed; null takes a room or a plan away. */
export function toChanges(base: Draft, draft: Draft, property: PropertyContext): ReservationChanges {
  const changes: ReservationChanges = {};
  for (const field of changedFields(base, draft)) {
    if (field === "guestId" || field === "roomTypeId" || field === "checkInDate" || field === "checkOutDate") changes[field] = draft[field];
    else if (field === "adults" || field === "children") changes[field] = Number(draft[field]);
    else if (field === "notes") changes.notes = draft.notes;
    else if (field === "roomLocked" || field === "reprice") changes[field] = draft[field];
    else if (field === "roomId" || field === "ratePlanId") changes[field] = draft[field] === "" ? null : draft[field];
    else if (field === "releaseAt") {
      const releaseAt = fromWallClock(draft.releaseAt, property.timezone);
      if (releaseAt !== null) changes.releaseAt = releaseAt;
    } else if (field === "nightlyRate") {
      const rate = parseMoney(draft.nightlyRate, property.currency);
      if (rate !== null) changes.nightlyRate = rate;
    }
  }
  return changes;
}

function guestPart(draft: Draft): Pick<NewReservation, "guest" | "guestId"> {
  if (draft.guestId !== "") return { guestId: draft.guestId };
  return { guest: newGuestOf(draft) };
}

export function newGuestOf({ firstName, lastName, email, phone }: Draft): NewGuest {
  return { firstName: firstName.trim(), lastName: lastName.trim(), ...textPart("email", email), ...textPart("phone", phone) };
}

function textPart<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  return text.trim() === "" ? {} : ({ [name]: text.trim() } as Record<Name, string>);
}
