import type { Gesture, Proposal } from "../gestures/gesture";
import { roomWords } from "../../state/stay-words";
import { type TextKey, type TextValues, text } from "../../state/text";
import type { Segment } from "../../state/model";
import type { Surface } from "./surface";

/** "3 nights", "1 night" or "day use". */
export function nightsWords(nights: number): string {
  if (nights === 0) return text("card.dayUse");
  return nights === 1 ? text("card.night") : text("card.nights", { count: nights });
}

/** Short words inside the slot: where it would land, or what is in the way. */
export function slotWords(gesture: Gesture, proposal: Proposal, surface: Surface): string {
  const { verdict, start, end } = proposal;
  switch (verdict.kind) {
    case "taken":
      return verdict.by.guestName;
    case "closed":
      return verdict.by.reason || text("refuse.closedNights");
    case "refused":
      return refusalWords(segmentOf(gesture), verdict.reason, surface);
    case "unchanged":
      return "";
    case "free": {
      const { language } = surface;
      const room = surface.store.room(proposal.rowKey)?.number ?? "";
      return `${room} ${language.shortDate(start)} – ${language.shortDate(end)} · ${nightsWords(end - start)}`.trim();
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
  if (verdict.kind === "taken") return text("say.taken", { ...values, guest: verdict.by.guestName });
  if (verdict.kind === "closed") return text("say.closed", values);
  if (verdict.kind !== "refused") return text("say.free", values);
  return text("say.refused", { ...values, reason: refusalWords(segmentOf(gesture), verdict.reason, surface) });
}

function refusalWords(segment: Segment | null, reason: TextKey, { store, language }: Surface): string {
  const values: TextValues = { date: language.shortDate(store.businessDate) };
  if (segment === null) return text(reason, values);
  const room = segment.roomId === null ? "" : (store.room(segment.roomId)?.number ?? "");
  return text(reason, { ...values, guest: segment.guestName, room, status: text(`status.${segment.status}`) });
}

function segmentOf(gesture: Gesture): Segment | null {
  return gesture.kind === "moving" || gesture.kind === "resizing" ? gesture.segment : null;
}
