import { t } from "../language/translate";
import type { BoardStore } from "./board-store";
import type { Segment } from "./model";
import { statusWords } from "./words";

/** Why a stay cannot go where somebody wants it. */
export type Refusal =
  | "notMovable"
  | "locked"
  | "inHouseDates"
  | "inHouseNeedsRoom"
  | "past"
  | "pastSegment"
  | "beforeBusinessDate"
  | "otherType"
  | "closedNights"
  | "noSuchRow"
  | "severalRooms"
  | "oneByOne"
  | "readOnly";

/** The sentence for it. */
export function refusalWords(store: BoardStore, segment: Segment | null, reason: Refusal): string {
  switch (reason) {
    case "notMovable":
      return t("{status} stays cannot be moved", { status: segment === null ? "" : statusWords[segment.status] });
    case "locked": {
      const room = store.room(segment?.roomId ?? "")?.number ?? "";
      return t("{guest} is locked to room {room}. Unlock it first", { guest: segment?.guestName ?? "", room });
    }
    case "inHouseDates":
      return t("An in-house guest keeps the arrival date");
    case "inHouseNeedsRoom":
      return t("An in-house guest needs a room");
    case "past":
      return t("Arrival cannot be before the business date");
    case "pastSegment":
      return t("These nights have been slept already");
    case "beforeBusinessDate":
      return t("Departure cannot be before the business date");
    case "otherType":
      return t("Unassigned stays wait under their own room type");
    case "closedNights":
      return t("The room is closed on these nights");
    case "noSuchRow":
      return t("There is no such room on the board for {guest}", { guest: segment?.guestName ?? "" });
    case "severalRooms":
      return t("{guest} stays in several rooms and moves alone", { guest: segment?.guestName ?? "" });
    case "oneByOne":
      return t("Stays without a room are given rooms one by one");
    case "readOnly":
      return t("Your role may look but not move");
  }
}
