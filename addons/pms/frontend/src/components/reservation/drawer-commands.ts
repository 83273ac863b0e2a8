/** What the drawer's buttons do: save, and the commands of a reservation's life. */
import { runCommand } from "../../api/reservations";
import type { GuestSummary, Problem, Reservation } from "../../api/types";
import { sharedElement } from "../base/modal";
import type { ConfirmDialog } from "../dialogs/confirm-dialog";
import type { ConflictDialog } from "../dialogs/conflict-dialog";
import type { ReservationAction } from "./actions";
import { validate } from "./draft";
import type { DrawerSession } from "./drawer-session";
import { conflictRequest, isRoomProblem, saveReservation } from "./save";

export interface Saved {
  reservation: Reservation;
  created: boolean;
}

/**
 * Saves what is typed. Fields refused show their message; a room that is taken opens the conflict dialog, and an
 * alternative chosen there is saved at once. Resolves with undefined when nothing was saved.
 */
export async function save(session: DrawerSession): Promise<Saved | undefined> {
  const { reservation, draft, property, saveKey: key } = session;
  if (session.busy !== undefined) return undefined;
  if (reservation !== undefined && !session.dirty) return { reservation, created: false };

  const fields = validate(draft, property.currency, reservation && session.base);
  if (Object.keys(fields).length > 0) {
    session.refuse("Please check the marked fields.", fields);
    return undefined;
  }
  session.setBusy("save");
  const reached = (newer: Reservation) => session.take(newer, true);
  const guestMade = (guest: GuestSummary) => session.pickGuest(guest);
  const result = await saveReservation({ reservation, draft, property, key, reached, guestMade }).finally(() => session.setBusy(undefined));
  if (result.ok) return { reservation: result.value, created: reservation === undefined };
  if (result.offline) session.refuseUnreached();
  else if (isRoomProblem(result.problem)) return chooseAlternative(session, result.problem);
  else session.refuseWith(result.problem);
  return undefined;
}

async function chooseAlternative(session: DrawerSession, problem: Problem): Promise<Saved | undefined> {
  const request = conflictRequest(problem, session.draft, session.guestName, session.reference);
  const choice = await sharedElement<ConflictDialog>("pms-conflict-dialog").show(request);
  if (choice.kind !== "alternative") {
    session.refuseWith(problem);
    return undefined;
  }
  const { roomId, roomTypeId, checkInDate, checkOutDate } = choice.alternative;
  session.change({ roomId, roomTypeId, checkInDate, checkOutDate });
  return save(session);
}

/** Runs a command after its question, saving unsaved changes first if the person agrees. */
export async function act(
  session: DrawerSession,
  action: ReservationAction,
  onSaved: (saved: Saved) => void,
): Promise<Reservation | undefined> {
  if (session.busy !== undefined || session.reservation === undefined) return undefined;
  if (action.command === "check-in" && session.draft.roomId === "") {
    session.refuse("Choose a room first, then check in.", { roomId: ["Choose a room."] });
    return undefined;
  }
  if (session.dirty) {
    const saved = (await askToSave(action)) ? await save(session) : undefined;
    if (saved === undefined) return undefined;
    session.take(saved.reservation);
    onSaved(saved);
  }
  const { reservation, commandKey } = session;
  if (action.question && !(await confirmDialog().ask(action.question(reservation)))) return undefined;

  session.setBusy(action.command);
  const { id, version } = reservation;
  const key = commandKey.for([action.command, id, version]);
  const result = await runCommand(id, action.command, version, key).finally(() => session.setBusy(undefined));
  if (result.ok || !result.offline) commandKey.answered();
  if (result.ok) return result.value;
  if (result.offline) session.refuseUnreached();
  else session.refuseWith(result.problem);
  return undefined;
}

export function askToDiscard(): Promise<boolean> {
  return confirmDialog().ask({
    title: "Discard what you entered?",
    message: "The changes in this reservation have not been saved.",
    confirmLabel: "Discard",
    cancelLabel: "Keep editing",
    danger: true,
  });
}

function askToSave(action: ReservationAction): Promise<boolean> {
  return confirmDialog().ask({
    title: "Save your changes first?",
    message: `There are unsaved changes. They are saved before “${action.label}”.`,
    confirmLabel: "Save and continue",
  });
}

function confirmDialog(): ConfirmDialog {
  return sharedElement<ConfirmDialog>("pms-confirm-dialog");
}
