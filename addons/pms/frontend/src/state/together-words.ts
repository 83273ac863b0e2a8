import type { Problem } from "../api/types";
import { t, tn } from "../language/translate";
import type { Question } from "./board-ports";
import type { BoardStore } from "./board-store";
import type { MoveTogether, Restore } from "./changes";
import type { Verdict } from "./legality";
import type { Segment } from "./model";
import { refusalWords } from "./refusals";
import { roomWords } from "./stay-words";
import { type MemberMove, MOST_TOGETHER } from "./together";

/** "3 stays selected". */
export function selectedWords(count: number): string {
  return count === 0 ? t("Nothing selected") : tn("{count} stay selected", "{count} stays selected", count);
}

/** Why a selection stays where it is, by the first of its stays that cannot go. */
export function inTheWayWords(store: BoardStore, members: readonly MemberMove[], about: Segment, verdict: Verdict): string {
  const wanted = members.find(({ segment }) => segment === about)?.roomId ?? null;
  if (verdict.kind === "taken") return meetsWords(store, about.guestName, wanted, verdict.by.guestName);
  if (verdict.kind === "closed") return closedWords(store, about.guestName, wanted);
  if (verdict.kind !== "refused") return t("Nothing was moved");
  return t("Nothing was moved. {detail}", { detail: refusalWords(store, about, verdict.reason) });
}

/** Why the server left a selection where it was. */
export function refusedTogetherWords(store: BoardStore, before: ReadonlyMap<string, readonly Segment[]>, problem: Problem): string {
  if (problem.code === "CONCURRENCY_CONFLICT") return t("Nothing was moved: one of the stays was changed by someone else. The board shows the latest state");
  const [member] = problem.members ?? [];
  const [conflict] = problem.conflicts ?? [];
  const guest = before.get(member?.reservationId ?? "")?.at(-1)?.guestName;
  if (guest === undefined || conflict === undefined) return t("Nothing was moved. {detail}", { detail: problem.detail || problem.title });
  if (conflict.kind !== "RESERVATION") return closedWords(store, guest, conflict.roomId);
  return meetsWords(store, guest, conflict.roomId, conflict.guestName ?? t("Another stay"));
}

function meetsWords(store: BoardStore, guest: string, roomId: string | null, other: string): string {
  return t("Nothing was moved: {other} is in the way of {guest} in {room}", { other, guest, room: roomWords(store, roomId) });
}

function closedWords(store: BoardStore, guest: string, roomId: string | null): string {
  return t("Nothing was moved: {room} is closed on the nights of {guest}", { guest, room: roomWords(store, roomId) });
}

export function tooManyWords(): string {
  return t("At most {count} stays move together", { count: MOST_TOGETHER });
}

/** A yes-no question for guests in house among the selection. */
export function inHouseTogetherQuestion(count: number): Question {
  return {
    title: tn("Move {count} in-house guest?", "Move {count} in-house guests?", count),
    message: t("The nights already slept stay where they were, and the rooms they leave become dirty."),
    confirmLabel: t("Move the selection"),
  };
}

/** What became of a selection. */
export function movedTogetherWords(change: MoveTogether | Restore, parked: boolean): string {
  if (change.kind === "restore") return tn("Undone. {count} stay is back", "Undone. {count} stays are back", change.segments.size);
  const { length } = change.moves;
  if (change.moves.some(({ toRoomId }) => toRoomId !== null)) return tn("{count} stay moved", "{count} stays moved", length);
  return parked ? tn("{count} stay parked", "{count} stays parked", length) : tn("{count} stay has no room now", "{count} stays have no room now", length);
}
