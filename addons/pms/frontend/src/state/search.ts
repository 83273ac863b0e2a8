import type { BoardStore } from "./board-store";
import type { Segment } from "./model";

/** Stays whose guest's name has every word, or whose room has the number; by arrival. */
export function findStays(store: BoardStore, words: string): Segment[] {
  const parts = plain(words).split(/\s+/).filter((part) => part !== "");
  if (parts.length === 0) return [];
  const found = store.allSegments().filter((segment) => {
    const number = segment.roomId === null ? "" : (store.room(segment.roomId)?.number ?? "");
    const name = plain(segment.guestName);
    return parts.every((part) => name.includes(part) || plain(number) === part);
  });
  return found.sort((one, other) => one.start - other.start || one.guestName.localeCompare(other.guestName));
}

/** Lower case and without accents, so that "novak" finds "Novák". */
function plain(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
