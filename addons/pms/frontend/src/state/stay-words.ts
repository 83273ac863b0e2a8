import type { BoardStore } from "./board-store";
import type { CalendarLanguage } from "./calendar-language";
import type { Segment } from "./model";
import { t } from "../language/translate";
import { statusWords } from "./words";

/** "room 204", or "no room". */
export function roomWords(store: BoardStore, roomId: string | null): string {
  const room = roomId === null ? undefined : store.room(roomId);
  return room === undefined ? t("no room") : t("room {number}", { number: room.number });
}

/** The accessible name of a chip: "Guest, arrival to departure, room, status" (contract §7). */
export function chipName(store: BoardStore, language: CalendarLanguage, segment: Segment): string {
  const name = t("{guest}, {arrival} to {departure}, {room}, {status}", {
    guest: segment.guestName,
    arrival: language.fullDate(segment.checkIn),
    departure: language.fullDate(segment.checkOut),
    room: roomWords(store, segment.roomId),
    status: statusWords[segment.status],
  });
  const withBadges = segment.badges === "" ? name : `${name}, ${segment.badges}`;
  return store.isPending(segment.reservationId) ? `${withBadges}, ${t("not saved yet")}` : withBadges;
}
