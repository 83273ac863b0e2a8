import { newIdempotencyKey } from "../api/http";
import type * as reservationsApi from "../api/reservations";
import type { ReservationCommand } from "../api/reservations";
import type { Reservation } from "../api/types";
import { type Day, isoFromDay } from "../calendar/layout/days";
import type { StepPorts } from "./board-ports";
import type { BoardStore } from "./board-store";
import type { CalendarLanguage } from "./calendar-language";
import type { Room, Segment } from "./model";
import { segmentsOfReservation } from "./reservation-segments";
import { t } from "../language/translate";
import { statusWords } from "./words";

export type StayCommand = Extract<ReservationCommand, "confirm" | "check-in" | "check-out" | "cancel" | "no-show" | "revert-check-in">;

/** What can be done with a stay now, the likeliest first; the server has the last word. */
export function commandsFor({ status, checkIn, checkOut }: Segment, businessDate: Day): StayCommand[] {
  const arrived = checkIn <= businessDate;
  switch (status) {
    case "HOLD":
      return ["confirm", "cancel"];
    case "CONFIRMED":
      return arrived && checkOut >= businessDate ? ["check-in", "no-show", "cancel"] : ["cancel"];
    case "CHECKED_IN":
      if (checkIn < businessDate) return ["check-out"];
      return checkOut === checkIn ? ["check-out", "revert-check-in"] : ["revert-check-in"]; // the first night has to pass
    default:
      return [];
  }
}

export interface CommandsOptions {
  readonly store: BoardStore;
  readonly api: Pick<typeof reservationsApi, "runCommand" | "updateReservation">;
  readonly ports: StepPorts;
  readonly language: CalendarLanguage;
  readonly refresh: (minSeq?: number) => void;
}

/** Commands of a stay's life from the chip's card and menu. They wait for the server: money and keys hang on them. */
export class StayCommands {
  constructor(private readonly options: CommandsOptions) {}

  async run(segment: Segment, command: StayCommand): Promise<void> {
    const { ports, api, store } = this.options;
    const { reservationId, version, guestName, checkIn, checkOut } = segment;
    const early = checkIn < store.businessDate && checkOut > store.businessDate;
    const room = segment.roomId === null ? undefined : store.room(segment.roomId);
    const answer = await ports.askStep({ command, reservationId, guestName, early, room });
    if (answer === null) return;
    if (answer.kind === "folio") return ports.showFolio(reservationId);
    await this.finish(segment, await api.runCommand(reservationId, command, version, newIdempotencyKey(), answer.body));
  }

  async setLocked(segment: Segment, roomLocked: boolean): Promise<void> {
    const { reservationId, version } = segment;
    const result = await this.options.api.updateReservation(reservationId, version, { roomLocked }, newIdempotencyKey());
    await this.finish(segment, result);
  }

  /** Plans another room from a night on; resolves with why not, or null when it is done. */
  async split(segment: Segment, on: Day, room: Room): Promise<string | null> {
    const { api, ports, language, refresh } = this.options;
    const body = { date: isoFromDay(on), roomId: room.id };
    const result = await api.runCommand(segment.reservationId, "split", segment.version, newIdempotencyKey(), body);
    if (result.ok) {
      this.accept(result.value);
      const values = { guest: segment.guestName, room: room.number, date: language.fullDate(on) };
      ports.toast({ message: t("{guest} is in room {room} from {date}", values), kind: "success" });
      return null;
    }
    if (result.offline) return t("No connection to the server. Showing the last known state");
    refresh();
    return Object.values(result.problem.fields ?? {}).flat()[0] ?? (result.problem.detail || result.problem.title);
  }

  /** Shows a reservation that was written anywhere on this page. */
  accept(reservation: Reservation, seq = reservation.seq ?? 0): void {
    const { store, refresh } = this.options;
    store.accept(reservation.id, segmentsOfReservation(reservation, store.segmentsOf(reservation.id)), seq);
    refresh(seq);
  }

  private async finish(segment: Segment, result: Awaited<ReturnType<CommandsOptions["api"]["runCommand"]>>): Promise<void> {
    const { ports, refresh } = this.options;
    const { guestName: guest } = segment;
    if (result.ok) {
      this.accept(result.value);
      return ports.toast({ message: t("{guest}: {status}", { guest, status: statusWords[result.value.status] }), kind: "success" });
    }
    if (result.offline) return ports.toast({ message: t("No connection to the server. Showing the last known state"), kind: "warning" });
    refresh();
    const stale = result.problem.code === "CONCURRENCY_CONFLICT";
    const message = stale ? t("{guest} was changed by someone else. The board shows the latest state", { guest }) : `${guest}: ${result.problem.detail || result.problem.title}`;
    ports.toast({ message, kind: stale ? "warning" : "danger" });
  }
}
