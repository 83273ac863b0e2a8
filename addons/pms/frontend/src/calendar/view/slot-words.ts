import type { Gesture, Proposal } from "../gestures/gesture";
import { roomWords } from "../../state/stay-words";
import { t, tn } from "../../language/translate";
import { refusalWords } from "../../state/refusals";
import type { Segment } from "../../state/model";
import type { Surface } from "./surface";

/** "3 nights", "1 night" or "day use". */
export function nightsWords(nights: number): string {
  if (nights === 0) return t("day use");
  return tn("{count} night", "{count} nights", nights);
}

/** Short words inside the slot: where it would land, or what is in the way. */
export function slotWords(gesture: Gesture, proposal: Proposal, surface: Surface): string {
  const { verdict, start, end } = proposal;
  const count = countOf(gesture);
  switch (verdict.kind) {
    case "taken":
      return count === 1 ? verdict.by.guestName : t("{other} is in the way of {guest}", { other: verdict.by.guestName, guest: segmentOf(gesture)?.guestName ?? "" });
    case "closed":
      return verdict.by.reason || t("The room is closed on these nights");
    case "refused":
      return refusalWords(surface.store, segmentOf(gesture), verdict.reason);
    case "unchanged":
      return "";
    case "free": {
      const { language } = surface;
      const room = surface.store.room(proposal.rowKey)?.number ?? "";
      const nights = `${room} ${language.shortDate(start)} – ${language.shortDate(end)} · ${nightsWords(end - start)}`.trim();
      return count === 1 ? nights : `${tn("{count} stay", "{count} stays", count)} · ${nights}`;
    }
  }
}

/** The sentence for the live region: room, dates and who is there. */
export function spokenProposal(gesture: Gesture, proposal: Proposal, surface: Surface): string {
  const { store, language } = surface;
  const values = {
    room: roomWords(store, store.room(proposal.rowKey)?.id ?? null),
    arrival: language.fullDate(proposal.start),
    departure: language.fullDate(proposal.end),
  };
  const { verdict } = proposal;
  if (countOf(gesture) > 1 && (verdict.kind === "taken" || verdict.kind === "closed")) {
    return t("{room}, {arrival} to {departure}. {reason}", { ...values, reason: slotWords(gesture, proposal, surface) });
  }
  if (verdict.kind === "taken") return t("{room}, {arrival} to {departure}, taken by {guest}", { ...values, guest: verdict.by.guestName });
  if (verdict.kind === "closed") return t("{room}, {arrival} to {departure}, closed", values);
  if (verdict.kind !== "refused") return t("{room}, {arrival} to {departure}, free", values);
  return t("{room}, {arrival} to {departure}. {reason}", { ...values, reason: refusalWords(surface.store, segmentOf(gesture), verdict.reason) });
}

function countOf(gesture: Gesture): number {
  return gesture.kind === "moving" ? (gesture.together?.stays.length ?? 1) : 1;
}

/** The stay that the verdict is about. */
function segmentOf(gesture: Gesture): Segment | null {
  if (gesture.kind === "moving") return gesture.proposal.about ?? gesture.segment;
  return gesture.kind === "resizing" ? gesture.segment : null;
}
