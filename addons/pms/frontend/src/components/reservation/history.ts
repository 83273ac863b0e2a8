/** Turns audit entries into sentences a clerk reads. */
import type { AuditEntry } from "../../api/types";
import { formatDate, isIsoDate } from "../format/dates";
import { formatMoney } from "../format/money";
import { readable } from "../forms/field-errors";
import { STATUS_LABELS } from "./actions";

export interface HistoryLine {
  id: string;
  at: string;
  who: string;
  what: string;
  changes: { field: string; before: string; after: string }[];
}

/** Names for the ids found in an entry. */
export type NameOf = (kind: "room" | "roomType" | "ratePlan", id: string) => string | undefined;

const ACTIONS: Record<string, string> = {
  created: "Created the reservation",
  imported: "Imported the reservation",
  updated: "Changed the reservation",
  confirmed: "Confirmed",
  cancelled: "Cancelled",
  checked_in: "Checked in",
  checked_out: "Checked out",
  no_show_marked: "Marked as no-show",
  reinstated: "Reinstated",
  check_in_reverted: "Took the check-in back",
  expired: "Hold ran out",
  moved: "Moved",
  resized: "Changed the dates",
  swapped: "Swapped rooms",
  room_assigned: "Assigned a room",
  room_unassigned: "Unassigned the room",
};

/** Fields that say nothing to a clerk: they change with every write, or repeat another. */
const SILENT = new Set(["id", "version", "updatedAt", "createdAt", "tenantId", "propertyId", "nights", "seq", "nightlyRates", "guest", "segments"]);

const FIELDS: Record<string, string> = {
  checkInDate: "Arrival",
  checkOutDate: "Departure",
  roomId: "Room",
  roomTypeId: "Room type",
  ratePlanId: "Rate plan",
  releaseAt: "Hold until",
  roomLocked: "Room locked",
  sourceRef: "Reference",
  sourceType: "Source",
  guestId: "Guest",
};

export function historyLine(entry: AuditEntry, nameOf: NameOf): HistoryLine {
  return {
    id: entry.id,
    at: entry.at,
    who: actorName(entry.actor),
    what: actionName(entry.action),
    changes: entry.before === null || entry.after === null ? [] : changesOf(entry.before, entry.after, nameOf),
  };
}

function actorName(actor: AuditEntry["actor"]): string {
  if (typeof actor === "string" && actor !== "") return actor;
  if (typeof actor === "object" && actor !== null && actor.name) return actor.name;
  return "The system";
}

/** "pms.reservation.moved.v1", "reservation.moved", "MOVED" → "Moved". */
function actionName(action: string): string {
  const words = action.toLowerCase().replace(/\.v\d+$/, "").split(".");
  const verb = (words[words.length - 1] ?? action).replace(/[\s-]/g, "_");
  return ACTIONS[verb] ?? readable(verb.replace(/_/g, " "));
}

function changesOf(before: Record<string, unknown>, after: Record<string, unknown>, nameOf: NameOf): HistoryLine["changes"] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)].map(camelCase));
  return [...names]
    .filter((name) => !SILENT.has(name))
    .map((name) => ({ name, old: valueOf(before, name), new: valueOf(after, name) }))
    .filter((change) => JSON.stringify(change.old ?? null) !== JSON.stringify(change.new ?? null))
    .map((change) => ({
      field: FIELDS[change.name] ?? readable(change.name),
      before: wording(change.name, change.old, nameOf),
      after: wording(change.name, change.new, nameOf),
    }));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function valueOf(state: Record<string, unknown>, name: string): unknown {
  return state[name] ?? state[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

function wording(name: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") {
    if (name === "status" && value in STATUS_LABELS) return STATUS_LABELS[value as keyof typeof STATUS_LABELS];
    if (name === "roomId") return nameOf("room", value) ?? "another room";
    if (name === "roomTypeId") return nameOf("roomType", value) ?? "another type";
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
