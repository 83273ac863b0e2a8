/** A booking of several rooms: where a stay stands in it, and whose turn a step is. */
import type { Booking } from "../../api/bookings";
import type { CommandTogether } from "../../api/reservations";
import type { IsoDate, Problem, Reservation } from "../../api/types";
import { t, tn } from "../../language/translate";

/** "Room 2 of 3 in booking ABCD-EFGH" */
export function placeWords({ reservations, confirmationNumber }: Booking, reservationId: string): string {
  const room = reservations.findIndex(({ id }) => id === reservationId) + 1;
  return t("Room {room} of {rooms} in booking {number}", { room, rooms: reservations.length, number: confirmationNumber });
}

export interface PartyStep {
  command: CommandTogether;
  permission: string;
  /** The stays whose turn it is. */
  stays: Reservation[];
  label: string;
  kind: "primary" | "danger";
}

/** What can be done with several stays at once, the likely step first. */
export function partySteps({ reservations }: Booking, businessDate: IsoDate): PartyStep[] {
  const holds = reservations.filter(({ status }) => status === "HOLD");
  const due = reservations.filter(({ status, checkInDate }) => status === "CONFIRMED" && checkInDate <= businessDate);
  const inHouse = reservations.filter(({ status }) => status === "CHECKED_IN");
  const open = reservations.filter(({ status }) => status === "HOLD" || status === "CONFIRMED");
  const steps: PartyStep[] = [
    step("confirm", "pms.reservations.edit", holds, tn("Confirm {count} room", "Confirm {count} rooms", holds.length)),
    step("check-in", "pms.reservations.check_in", due, tn("Check in {count} room", "Check in {count} rooms", due.length)),
    step("check-out", "pms.reservations.check_out", inHouse, tn("Check out {count} room", "Check out {count} rooms", inHouse.length)),
    { ...step("cancel", "pms.reservations.cancel", open, tn("Cancel {count} room", "Cancel {count} rooms", open.length)), kind: "danger" },
  ];
  return steps.filter(({ stays }) => stays.length > 0);
}

function step(command: CommandTogether, permission: string, stays: Reservation[], label: string): PartyStep {
  return { command, permission, stays, label, kind: "primary" };
}

/** What was done, for the toast. */
export function doneWords(command: CommandTogether, count: number): string {
  if (command === "confirm") return tn("{count} room confirmed.", "{count} rooms confirmed.", count);
  if (command === "check-in") return tn("{count} room checked in.", "{count} rooms checked in.", count);
  if (command === "check-out") return tn("{count} room checked out.", "{count} rooms checked out.", count);
  return tn("{count} room cancelled.", "{count} rooms cancelled.", count);
}

/** The stays that were not in the way, so that they can go ahead alone. */
export function othersOf(stays: readonly Reservation[], problem: Problem): Reservation[] {
  const refused = new Set((problem.members ?? []).map(({ reservationId }) => reservationId));
  return refused.size === 0 ? [] : stays.filter(({ id }) => !refused.has(id));
}
