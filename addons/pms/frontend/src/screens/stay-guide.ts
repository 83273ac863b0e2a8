import type { Reservation } from "../api/types";
import { type Day, dayFromIso } from "../calendar/layout/days";
import type { FoundWords } from "../calendar/view/found-list";
import { SearchField } from "../calendar/view/search-field";
import type { BoardStore } from "../state/board-store";
import type { CalendarLanguage } from "../state/calendar-language";
import type { Segment } from "../state/model";
import { type FinderApi, ReservationFinder } from "../state/reservation-finder";
import { roomWords } from "../state/stay-words";
import { statusWords } from "../state/words";
import { allows, type PageSettings } from "./page-settings";

interface Ports {
  goTo(day: Day): void;
  standOn(segment: Segment): void;
  open(reservationId: string): void;
  found(matches: readonly Segment[] | null, current: Segment | null): void;
  leave(): void;
}

/** The board's search, and the way to a reservation of any dates: its arrival, the cursor on it as soon as it is there, its drawer. */
export class StayGuide {
  readonly field: SearchField;
  private awaited: string | null = null;

  constructor(
    settings: PageSettings,
    api: FinderApi,
    private readonly store: BoardStore,
    private readonly language: CalendarLanguage,
    private readonly ports: Ports,
  ) {
    const { found, leave } = ports;
    const finder = allows(settings, "pms.reservations.read") ? new ReservationFinder(settings.propertyId, api) : null;
    this.field = new SearchField(store, finder, { found, leave, describe: (stay) => this.describe(stay), chosen: (stay) => this.show(stay) });
    store.subscribe(() => this.look());
  }

  private describe(stay: Reservation): FoundWords {
    const { guest, confirmationNumber, checkInDate, checkOutDate, roomId, status } = stay;
    const [arrival, departure] = [checkInDate, checkOutDate].map((date) => this.language.fullDate(dayFromIso(date)));
    const details = [`${arrival} – ${departure}`, roomWords(this.store, roomId), statusWords[status]];
    if (guest === undefined) return { name: confirmationNumber, details: details.join(" · ") };
    return { name: `${guest.firstName} ${guest.lastName}`.trim(), details: [...details, confirmationNumber].join(" · ") };
  }

  private show({ id, checkInDate }: Reservation): void {
    this.ports.goTo(dayFromIso(checkInDate));
    this.awaited = id;
    this.look();
    this.ports.leave();
    this.ports.open(id);
  }

  /** The person went elsewhere before the board had the stay. */
  forget(): void {
    this.awaited = null;
  }

  private look(): void {
    const segment = this.awaited === null ? undefined : this.store.segmentsOf(this.awaited)[0];
    if (segment === undefined) return;
    this.awaited = null;
    this.ports.standOn(segment);
  }
}
