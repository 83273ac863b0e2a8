/** What the drawer's buttons do: save, and the commands of a reservation's life. */
import { runCommand } from "../../api/reservations";
import type { Result } from "../../api/http";
import type { GuestSummary, Problem, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { ConfirmDialog } from "../dialogs/confirm-dialog";
import type { ConflictDialog } from "../dialogs/conflict-dialog";
import { nameOf, type ReservationAction } from "./actions";
import { validate } from "./draft";
import { validateFurther } from "./further-rooms";
import type { DrawerSession } from "./drawer-session";
import { askNamedFee, askStep, type RoomToGive } from "./step-questions";
import { askRestricted, isRestricted } from "./restricted";
import { conflictRequest, isRoomProblem, saveReservation, takenRooms, type Written } from "./save";

export interface Saved extends Written {
  created: boolean;
}

/**
 * Saves what is typed. Fields refused show their message; a room that is taken opens the conflict dialog, and an
 * alternative chosen there is saved at once; a rule of sale is asked about. Resolves with undefined when nothing was
 * saved.
 */
export async function save(session: DrawerSession, confirm = false): Promise<Saved | undefined> {
  const { reservation, draft, property, saveKey: key } = session;
  const further = session.further.rooms;
  if (session.busy !== undefined) return undefined;
  if (reservation !== undefined && !session.dirty) return { reservation, created: false };

  const { currency } = property;
  const fields = { ...validate(draft, currency, reservation && session.base), ...validateFurther(further, currency) };
  if (Object.keys(fields).length > 0) {
    session.refuse(t("Please check the marked fields."), fields);
    return undefined;
  }
  session.setBusy("save");
  const guestMade = (guest: GuestSummary) => session.pickGuest(guest);
  const result = await saveReservation({ reservation, draft, further, confirm, property, key, guestMade }).finally(() => session.setBusy(undefined));
  if (result.ok) return { ...result.value, created: reservation === undefined };
  if (result.offline) session.refuseUnreached();
  else if (isRestricted(result.problem) && !confirm) return (await askRestricted(result.problem)) ? save(session, true) : undefined;
  else if (isRoomProblem(result.problem) && further.length > 0) refuseRooms(session, result.problem);
  else if (isRoomProblem(result.problem)) return chooseAlternative(session, result.problem);
  else session.refuseWith(result.problem);
  return undefined;
}

/** Of several rooms the ones that are taken are marked. */
function refuseRooms(session: DrawerSession, problem: Problem): void {
  session.refuse(problem.detail || problem.title, takenRooms(problem, [session.draft, ...session.further.rooms]));
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

export interface ActPorts {
  onSaved: (saved: Saved) => void;
  /** The person wants to see the folio first. */
  showFolio: () => void;
  may: (permission: string) => boolean;
}

/** Runs a command after its question, saving unsaved changes first if the person agrees. */
export async function act(session: DrawerSession, action: ReservationAction, ports: ActPorts): Promise<Reservation | undefined> {
  if (session.busy !== undefined || session.reservation === undefined) return undefined;
  if (action.command === "check-in" && session.draft.roomId === "") {
    session.refuse(t("Choose a room first, then check in."), { roomId: [t("Choose a room.")] });
    return undefined;
  }
  if (session.dirty) {
    const saved = (await askToSave(action)) ? await save(session) : undefined;
    if (saved === undefined) return undefined;
    session.take(saved.reservation);
    ports.onSaved(saved);
  }
  const { reservation } = session;
  if (action.question && !(await confirmDialog().ask(action.question(reservation)))) return undefined;
  const answer = await askStep({
    command: action.command,
    reservationId: reservation.id,
    guestName: nameOf(reservation),
    timezone: session.property.timezone,
    early: reservation.checkOutDate > session.property.businessDate && reservation.checkInDate < session.property.businessDate,
    mayReadFolio: ports.may("pms.folios.read"),
    room: roomToGive(session, reservation),
  });
  if (answer?.kind === "folio") ports.showFolio();
  return answer?.kind === "go" ? runStep(session, reservation, action, answer.body, ports) : undefined;
}

/** As the lists of the drawer know the room; another person may have cleaned it since. */
function roomToGive({ reference }: DrawerSession, { roomId }: Reservation): RoomToGive | undefined {
  const room = reference.rooms.find(({ id }) => id === roomId);
  return room && { number: room.number, condition: room.condition, inspects: reference.property?.inspectRooms ?? false };
}

async function runStep(
  session: DrawerSession,
  { id, version }: Reservation,
  action: ReservationAction,
  body: Record<string, unknown>,
  ports: ActPorts,
): Promise<Reservation | undefined> {
  session.setBusy(action.command);
  const key = session.commandKey.for([action.command, id, version, body]);
  const result: Result<Reservation> = await runCommand(id, action.command, version, key, body).finally(() => session.setBusy(undefined));
  if (result.ok || !result.offline) session.commandKey.answered();
  if (result.ok) return result.value;
  if (result.offline) session.refuseUnreached();
  else return afterRefusal(session, action, result.problem, ports);
  return undefined;
}

/** A fee that has to be agreed to is asked about; a room that is taken is chosen anew; anything else is said. */
async function afterRefusal(
  session: DrawerSession,
  action: ReservationAction,
  problem: Problem,
  ports: ActPorts,
): Promise<Reservation | undefined> {
  const { reservation } = session;
  if (reservation === undefined) return undefined;
  if (problem.code === "CONFIRMATION_REQUIRED" && problem.fee !== undefined) {
    const body = await askNamedFee(problem.detail, problem.fee, ports.may("pms.reservations.waive_fee"));
    return body === null ? undefined : runStep(session, reservation, action, body, ports);
  }
  if (action.command === "reinstate" && isRoomProblem(problem)) {
    const { checkInDate, checkOutDate } = reservation;
    const alternatives = (problem.alternatives ?? []).filter(
      (one) => one.checkInDate === checkInDate && one.checkOutDate === checkOutDate,
    );
    const request = conflictRequest({ ...problem, alternatives }, session.draft, session.guestName, session.reference);
    const choice = await sharedElement<ConflictDialog>("pms-conflict-dialog").show(request);
    if (choice.kind === "alternative") return runStep(session, reservation, action, { roomId: choice.alternative.roomId }, ports);
  }
  session.refuseWith(problem);
  return undefined;
}

export function askToDiscard(): Promise<boolean> {
  return confirmDialog().ask({
    title: t("Discard what you entered?"),
    message: t("The changes in this reservation have not been saved."),
    confirmLabel: t("Discard"),
    cancelLabel: t("Keep editing"),
    danger: true,
  });
}

function askToSave(action: ReservationAction): Promise<boolean> {
  return confirmDialog().ask({
    title: t("Save your changes first?"),
    message: t("There are unsaved changes. They are saved before “{action}”.", { action: action.label }),
    confirmLabel: t("Save and continue"),
  });
}

function confirmDialog(): ConfirmDialog {
  return sharedElement<ConfirmDialog>("pms-confirm-dialog");
}
