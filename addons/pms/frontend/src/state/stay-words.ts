import type { BoardStore } from "./board-store";
import type { CalendarLanguage } from "./calendar-language";
import type { Segment } from "./model";
import { text } from "./text";

/** "room 204", or "no room". */
export function roomWords(store: BoardStore, roomId: string | null): string {
  const room = roomId === null ? undefined : store.room(roomId);
  return room === undefined ? text("chip.noRoom") : text("chip.room", { number: room.number });
}

/** The accessible name of a chip: "Guest, arrival to departure, room, status" (contract §7). */
export function chipName(store: BoardStore, language: CalendarLanguage, segment: Segment): string {
  const name = text("chip.name", {
    guest: segment.guestName,
    arrival: language.fullDate(segment.checkIn),
    departure: language.fullDate(segment.checkOut),
    room: roomWords(store, segment.roomId),
    status: text(`status.${segment.status}`),
  });
  return store.isPending(segment.reservationId) ? `${name}, ${text("chip.waiting")}` : name;
}
