/** Turns audit entries into sentences a clerk reads. */
import type { AuditEntry } from "../../api/types";
import { t } from "../../language/translate";
import { formatDate, isIsoDate } from "../format/dates";
import { formatMoney } from "../format/money";
import { readable } from "../forms/field-errors";
import { statusWords } from "../../state/words";

export interface HistoryLine {
  id: number;
  at: string;
  who: string;
  what: string;
  changes: { field: string; before: string; after: string }[];
}

/** Names for the ids found in an entry. */
export type NameOf = (kind: "room" | "roomType" | "ratePlan", id: string) => string | undefined;

const ACTIONS: Record<string, string> = {
  create: t("Created the reservation"),
  import: t("Imported the reservation"),
  edit: t("Changed the reservation"),
  confirm: t("Confirmed"),
  cancel: t("Cancelled"),
  check_in: t("Checked in"),
  check_out: t("Checked out"),
  no_show: t("Marked as no-show"),
  reinstate: t("Reinstated"),
  revert_check_in: t("Took the check-in back"),
  expire: t("Hold ran out"),
  move: t("Moved"),
  resize: t("Changed the dates"),
  swap: t("Swapped rooms"),
  split: t("Planned a change of rooms"),
  undo: t("Took a change back"),
  assign_room: t("Assigned a room"),
  unassign_room: t("Unassigned the room"),
  add_guest: t("Named a further guest"),
  remove_guest: t("Took a guest off the stay"),
  join_booking: t("Became part of a booking"),
};

/** Fields that say nothing to a clerk: they change with every write, or repeat another. */
const SILENT = new Set([
  "id",
  "reservationId",
  "schemaVersion",
  "version",
  "propertyId",
  "confirmationNumber",
  "bookingId",
  "segments",
  "nights",
  "nightlyRates",
  "bookedOn",
  "statusDate",
  "createdAt",
  "updatedAt",
]);

const FIELDS: Record<string, string> = {
  checkInDate: t("Arrival"),
  checkOutDate: t("Departure"),
  roomId: t("Room"),
  roomTypeId: t("Room type"),
  bookedRoomTypeId: t("Booked type"),
  ratePlanId: t("Rate plan"),
  releaseAt: t("Hold until"),
  roomLocked: t("Room locked"),
  sourceRef: t("Reference"),
  sourceType: t("Source"),
  guestId: t("Guest"),
  adults: t("Adults"),
  children: t("Children"),
  childAges: t("Ages of the children"),
  status: t("Status"),
  total: t("Total"),
};

export function historyLine(entry: AuditEntry, nameOf: NameOf): HistoryLine {
  return {
    id: entry.seq,
    at: entry.at,
    who: actorName(entry),
    what: actionName(entry.action),
    changes: entry.before === null || entry.after === null ? [] : changesOf(entry.before, entry.after, nameOf),
  };
}

/** The id in `user:<id>` says nothing to a person. */
function actorName({ actor, actorName: name }: AuditEntry): string {
  if (name) return name;
  const [kind, rest = ""] = actor.split(":");
  if (kind === "user") return t("A colleague");
  if (kind === "token") return t("A connected program");
  return rest === "" ? t("The system") : t("The system ({part})", { part: rest.replace(/[-_]/g, " ") });
}

/** "reservation.check_in" → "Checked in". */
function actionName(action: string): string {
  const verb = action.slice(action.lastIndexOf(".") + 1);
  return ACTIONS[verb] ?? readable(verb.replace(/_/g, " "));
}

function changesOf(before: Record<string, unknown>, after: Record<string, unknown>, nameOf: NameOf): HistoryLine["changes"] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !SILENT.has(name) && JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .map((name) => ({
      field: FIELDS[name] ?? readable(name),
      before: wording(name, before[name], nameOf),
      after: wording(name, after[name], nameOf),
    }));
}

function wording(name: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined || value === "") return t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "string") {
    if (name === "status" && value in statusWords) return statusWords[value as keyof typeof statusWords];
    if (name === "roomId") return nameOf("room", value) ?? t("another room");
    if (name === "roomTypeId" || name === "bookedRoomTypeId") return nameOf("roomType", value) ?? t("another type");
    if (name === "ratePlanId") return nameOf("ratePlan", value) ?? t("another plan");
    if (name === "guestId") return t("another guest");
    return isIsoDate(value) ? formatDate(value) : value;
  }
  if (isMoney(value)) return formatMoney(value);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "number" ? String(value) : t("changed");
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}
