/** The choices of a room type and a room, with what is free on the nights asked for. */
import type { Room } from "../../api/types";
import { t, tn } from "../../language/translate";
import type { Option } from "./field";
import type { ReferenceData } from "./reference-data";
import type { StayFacts } from "./stay-lookup";

export interface RoomChoice {
  roomTypeId: string;
  roomId: string;
  reference: ReferenceData;
  facts: StayFacts;
  /** Type and room an existing stay has already; empty for a new one. */
  own?: { roomTypeId: string; roomId: string } | undefined;
  /** Rooms that other stays of the same form take. */
  taken?: ReadonlySet<string>;
  /** What choosing no room means. */
  later?: string;
}

export function roomTypeOptions({ reference, facts, roomTypeId, own }: RoomChoice): Option[] {
  const options = reference.roomTypes.map((type) => {
    const free = facts.types?.get(type.id)?.available;
    const values = { type: type.name, count: free ?? 0 };
    if (facts.types !== undefined && free === undefined) return { value: type.id, label: t("{type} · too small", values) };
    if (free === undefined || type.id === own?.roomTypeId) return { value: type.id, label: type.name };
    return { value: type.id, label: free > 0 ? t("{type} · {count} free", values) : t("{type} · full", values) };
  });
  return roomTypeId === "" ? [{ value: "", label: t("Choose…") }, ...options] : options;
}

export function roomOptions({ reference, facts, roomTypeId, roomId, own, taken, later }: RoomChoice): Option[] {
  const known = reference.rooms.filter((room) => room.roomTypeId === roomTypeId);
  const rooms = (facts.freeRooms ?? known).filter((room) => room.id === roomId || !taken?.has(room.id));
  const options = rooms.map((room) => ({ value: room.id, label: labelOf(room) }));
  if (roomId !== "" && !rooms.some((room) => room.id === roomId)) {
    const number = reference.rooms.find((room) => room.id === roomId)?.number ?? t("Room");
    options.unshift({ value: roomId, label: roomId === own?.roomId ? number : t("{room} · not free on these nights", { room: number }) });
  }
  return [{ value: "", label: later ?? t("Assign later") }, ...options];
}

function labelOf({ number, condition }: Room): string {
  return condition === "DIRTY" ? t("{room} · to be cleaned", { room: number }) : number;
}

export function freeRoomsHint({ roomTypeId, facts, taken }: RoomChoice): string {
  if (roomTypeId === "") return "";
  if (facts.loading) return t("Looking for free rooms…");
  if (facts.freeRooms === undefined) return "";
  const count = facts.freeRooms.filter((room) => !taken?.has(room.id)).length;
  if (count === 0) return t("No single room is free on all these nights.");
  return tn("{count} room free on all these nights", "{count} rooms free on all these nights", count);
}
