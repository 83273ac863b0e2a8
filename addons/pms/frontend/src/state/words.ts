/** Words for what data says by a code, looked up once per page. Every other sentence stands where it is said. */
import type { BlockKind, ReservationStatus, RoomCondition, SourceType } from "../api/types";
import type { ViewName } from "../calendar/layout/views";
import { t } from "../language/translate";
import type { StayCommand } from "./stay-commands";

type Words<Code extends string> = Readonly<Record<Code, string>>;

export const statusWords: Words<ReservationStatus> = {
  HOLD: t("Hold"),
  CONFIRMED: t("Confirmed"),
  CHECKED_IN: t("In-house"),
  CHECKED_OUT: t("Departed"),
  CANCELLED: t("Cancelled"),
  NO_SHOW: t("No-show"),
  EXPIRED: t("Expired"),
};

export const sourceWords: Words<SourceType> = {
  DIRECT: t("Direct"),
  PHONE: t("Phone"),
  WALK_IN: t("Walk-in"),
  BOOKING_ENGINE: t("Booking engine"),
  CHANNEL: t("Channel"),
  IMPORT: t("Import"),
};

export const conditionWords: Words<RoomCondition | "OUT_OF_ORDER"> = {
  CLEAN: t("clean"),
  DIRTY: t("dirty"),
  INSPECTED: t("inspected"),
  OUT_OF_ORDER: t("out of order"),
};

/** What a menu calls making a room so. */
export const conditionCommands: Words<RoomCondition> = {
  CLEAN: t("Mark clean"),
  DIRTY: t("Mark dirty"),
  INSPECTED: t("Mark inspected"),
};

export const closureWords: Words<BlockKind> = {
  OUT_OF_ORDER: t("Out of order"),
  HOUSE_USE: t("House use"),
  RESERVATION: t("Blocked"),
};

export const viewWords: Words<ViewName> = {
  day: t("Day"),
  week: t("Week"),
  twoWeeks: t("2 weeks"),
  month: t("Month"),
};

export const commandWords: Words<StayCommand> = {
  confirm: t("Confirm"),
  "check-in": t("Check in"),
  "check-out": t("Check out"),
  cancel: t("Cancel reservation"),
  "no-show": t("Mark no-show"),
  "revert-check-in": t("Undo check-in"),
};
