/** What the toast says after saving. */
import type { Reservation, Room } from "../../api/types";
import { t, tn } from "../../language/translate";
import { formatMoney } from "../format/money";
import { nameOf } from "./actions";
import type { Saved } from "./drawer-commands";

/** `rooms`: to name the one that was given. */
export function savedWords({ reservation, created, booking }: Saved, rooms: readonly Room[]): string {
  const values = { name: nameOf(reservation), number: booking?.confirmationNumber ?? reservation.confirmationNumber };
  if (!created) return `${t("Reservation of {name} saved.", values)}${differenceWords(reservation)}${offerWords(reservation)}`;
  if (booking !== undefined) {
    return tn("Booking {number} of {count} room for {name} created.", "Booking {number} of {count} rooms for {name} created.", booking.reservations.length, values);
  }
  if (reservation.status === "CHECKED_IN") {
    const room = rooms.find(({ id }) => id === reservation.roomId)?.number;
    if (room === undefined) return t("{name} is checked in, reservation {number}.", values);
    return t("{name} is checked in to room {room}, reservation {number}.", { ...values, room });
  }
  return t("Reservation {number} for {name} created.", values);
}

function differenceWords({ priceDifference: difference }: Reservation): string {
  if (difference === undefined || difference.amount === 0) return "";
  const amount = formatMoney({ ...difference, amount: Math.abs(difference.amount) });
  return ` ${difference.amount > 0 ? t("It costs {amount} more than before.", { amount }) : t("It costs {amount} less than before.", { amount })}`;
}

/** Another room type at the price that was agreed. */
function offerWords({ repriceDifference: difference }: Reservation): string {
  if (difference === undefined || difference.amount === 0) return "";
  const amount = formatMoney({ ...difference, amount: Math.abs(difference.amount) });
  const words =
    difference.amount > 0
      ? t("The price stays as agreed; today's prices would be {amount} more.", { amount })
      : t("The price stays as agreed; today's prices would be {amount} less.", { amount });
  return ` ${words}`;
}
