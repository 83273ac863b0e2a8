/** What can be done with a reservation, by its status (the server decides; this only chooses the buttons). */
import type { ReservationCommand } from "../../api/reservations";
import type { IsoDate, Reservation, ReservationStatus } from "../../api/types";
import { t } from "../../language/translate";
import type { YesNoQuestion } from "../dialogs/confirm-dialog";

export interface ReservationAction {
  command: ReservationCommand;
  label: string;
  permission: string;
  kind: "primary" | "plain" | "danger";
  /** What the toast says afterwards. */
  done: string;
  /** Asked first; what costs something is asked by `step-questions.ts`. */
  question?: (reservation: Reservation) => YesNoQuestion;
}

/** The guest's name, or words in its place for those who may not see it. */
export function nameOf({ guest }: Reservation): string {
  return guest === undefined ? t("the guest") : `${guest.firstName} ${guest.lastName}`.trim();
}

function startOf(reservation: Reservation): string {
  const name = nameOf(reservation);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const CONFIRM: ReservationAction = {
  command: "confirm",
  label: t("Confirm"),
  permission: "pms.reservations.edit",
  kind: "primary",
  done: t("Reservation confirmed."),
};
const CHECK_IN: ReservationAction = {
  command: "check-in",
  label: t("Check in"),
  permission: "pms.reservations.check_in",
  kind: "primary",
  done: t("Guest checked in."),
};
const CHECK_OUT: ReservationAction = {
  command: "check-out",
  label: t("Check out"),
  permission: "pms.reservations.check_out",
  kind: "primary",
  done: t("Guest checked out."),
};
const NO_SHOW: ReservationAction = {
  command: "no-show",
  label: t("No-show"),
  permission: "pms.reservations.no_show",
  kind: "plain",
  done: t("Marked as no-show."),
};
const CANCEL: ReservationAction = {
  command: "cancel",
  label: t("Cancel reservation"),
  permission: "pms.reservations.cancel",
  kind: "danger",
  done: t("Reservation cancelled."),
};
const REVERT_CHECK_IN: ReservationAction = {
  command: "revert-check-in",
  label: t("Undo check-in"),
  permission: "pms.reservations.check_in",
  kind: "plain",
  done: t("Check-in undone."),
  question: (reservation) => ({
    title: t("Undo the check-in?"),
    message: t("{name} is shown as expected again.", { name: startOf(reservation) }),
    confirmLabel: t("Undo check-in"),
  }),
};
const REINSTATE: ReservationAction = {
  command: "reinstate",
  label: t("Reinstate"),
  permission: "pms.reservations.reinstate",
  kind: "primary",
  done: t("Reservation reinstated."),
};
const UNASSIGN: ReservationAction = {
  command: "unassign-room",
  label: t("Unassign room"),
  permission: "pms.reservations.move",
  kind: "plain",
  done: t("Room unassigned."),
};

/** In the order the buttons stand; the likely one first. */
export function actionsFor(reservation: Reservation, businessDate: IsoDate): ReservationAction[] {
  const { status, statusDate, checkInDate, checkOutDate, roomId, roomLocked } = reservation;
  const arrived = checkInDate <= businessDate;
  const unassign = roomId !== null && !roomLocked ? [UNASSIGN] : [];
  switch (status) {
    case "HOLD":
      return [CONFIRM, ...unassign, CANCEL];
    case "CONFIRMED":
      return [...(arrived ? [CHECK_IN] : []), ...unassign, ...(arrived ? [NO_SHOW] : []), CANCEL];
    case "CHECKED_IN":
      // Who came late may have been checked in only today.
      if (checkInDate < businessDate) return statusDate === businessDate ? [CHECK_OUT, REVERT_CHECK_IN] : [CHECK_OUT];
      // Leaving on the day of arrival costs the first night: taking the check-in back is likelier.
      return checkOutDate === businessDate ? [CHECK_OUT, REVERT_CHECK_IN] : [REVERT_CHECK_IN, { ...CHECK_OUT, kind: "plain" }];
    case "CANCELLED":
    case "NO_SHOW":
      return [REINSTATE];
    default:
      return [];
  }
}

export interface Editable {
  stay: boolean;
  arrival: boolean;
  room: boolean;
  notes: boolean;
  /** How the booking came is written down once. */
  source: boolean;
}

/** For those who may only look. */
export const NOTHING: Editable = { stay: false, arrival: false, room: false, notes: false, source: false };

/** Which inputs may be touched; everything of a new reservation (undefined). */
export function editable(status: ReservationStatus | undefined): Editable {
  const open = status === undefined || status === "HOLD" || status === "CONFIRMED";
  return { stay: open || status === "CHECKED_IN", arrival: open, room: open, notes: status !== "EXPIRED", source: status === undefined };
}
