/** Turns audit entries into sentences a clerk reads. */
import type { AuditEntry } from "../../api/types";
import { formatDate, isIsoDate } from "../format/dates";
import { formatMoney } from "../format/money";
import { readable } from "../forms/field-errors";
import { STATUS_LABELS } from "./actions";

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
  create: "Created the reservation",
  import: "Imported the reservation",
  edit: "Changed the reservation",
  confirm: "Confirmed",
  cancel: "Cancelled",
  check_in: "Checked in",
  check_out: "Checked out",
  no_show: "Marked as no-show",
  reinstate: "Reinstated",
  revert_check_in: "Took the check-in back",
  expire: "Hold ran out",
  move: "Moved",
  resize: "Changed the dates",
  swap: "Swapped rooms",
  split: "Planned a change of rooms",
  undo: "Took a change back",
  assign_room: "Assigned a room",
  unassign_room: "Unassigned the room",
};

/** Fields that say nothing to a clerk: they change with every write, or repeat another. */
const SILENT = new Set([
  "id",
  "reservationId",
  "schemaVersion",
  "version",
  "propertyId",
  "confirmationNumber",
  "segments",
  "nights",
  "nightlyRates",
  "bookedOn",
  "statusDate",
  "createdAt",
  "updatedAt",
]);

const FIELDS: Record<string, string> = {
  checkInDate: "Arrival",
  checkOutDate: "Departure",
  roomId: "Room",
  roomTypeId: "Room type",
  bookedRoomTypeId: "Booked type",
  ratePlanId: "Rate plan",
  releaseAt: "Hold until",
  roomLocked: "Room locked",
  sourceRef: "Reference",
  sourceType: "Source",
  guestId: "Guest",
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
  if (kind === "user") return "A colleague";
  if (kind === "token") return "A connected program";
  return rest === "" ? "The system" : `The system (${rest.replace(/[-_]/g, " ")})`;
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
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") {
    if (name === "status" && value in STATUS_LABELS) return STATUS_LABELS[value as keyof typeof STATUS_LABELS];
    if (name === "roomId") return nameOf("room", value) ?? "another room";
    if (name === "roomTypeId" || name === "bookedRoomTypeId") return nameOf("roomType", value) ?? "another type";
    if (name === "ratePlanId") return nameOf("ratePlan", value) ?? "another plan";
    if (name === "guestId") return "another guest";
    return isIsoDate(value) ? formatDate(value) : value;
  }
  if (isMoney(value)) return formatMoney(value);
  return typeof value === "number" ? String(value) : "changed";
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}
