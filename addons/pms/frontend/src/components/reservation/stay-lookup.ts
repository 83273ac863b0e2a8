/** Looks up what is free and what it costs while the person types, newest question only. */
import { fetchAvailability, fetchFreeRooms } from "../../api/availability";
import type { Room, RoomTypeAvailability } from "../../api/types";
import { isIsoDate, nightsBetween } from "../format/dates";
import type { Draft } from "./draft";

export interface StayFacts {
  /** Undefined while unknown. */
  types: Map<string, RoomTypeAvailability> | undefined;
  freeRooms: Room[] | undefined;
  loading: boolean;
}

export const NO_FACTS: StayFacts = { types: undefined, freeRooms: undefined, loading: false };

const PAUSE = 150;

export class StayLookup {
  private question = "";
  private abort: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (facts: StayFacts) => void) {}

  /** Asks again when the dates, the party or the type differ from the last question. */
  ask(propertyId: string, draft: Draft, exceptReservationId: string | undefined): void {
    const { checkInDate, checkOutDate, roomTypeId, adults, children, ratePlanId } = draft;
    const question = [propertyId, checkInDate, checkOutDate, roomTypeId, adults, children, ratePlanId, exceptReservationId].join("|");
    if (question === this.question) return;
    this.forget();
    this.question = question;
    if (!isIsoDate(checkInDate) || !isIsoDate(checkOutDate) || nightsBetween(checkInDate, checkOutDate) < 1) return this.tell(NO_FACTS);
    this.tell({ ...NO_FACTS, loading: true });
    this.timer = setTimeout(() => void this.look(propertyId, draft, exceptReservationId), PAUSE);
  }

  forget(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.question = "";
  }

  private async look(propertyId: string, draft: Draft, exceptReservationId: string | undefined): Promise<void> {
    const abort = (this.abort = new AbortController());
    const { checkInDate, checkOutDate, roomTypeId } = draft;
    const party = { adults: Number(draft.adults) || 1, children: Number(draft.children) || 0 };
    const stay = { propertyId, checkInDate, checkOutDate };
    const plan = draft.ratePlanId === "" ? {} : { ratePlanId: draft.ratePlanId };
    const except = exceptReservationId === undefined ? {} : { exceptReservationId };
    try {
      const [availability, rooms] = await Promise.all([
        fetchAvailability({ ...stay, ...party, ...plan }, abort.signal),
        roomTypeId === "" ? undefined : fetchFreeRooms({ ...stay, roomTypeId, ...except }, abort.signal),
      ]);
      if (abort.signal.aborted) return;
      this.tell({
        types: availability.ok ? new Map(availability.value.items.map((type) => [type.roomTypeId, type])) : undefined,
        freeRooms: rooms?.ok ? rooms.value : undefined,
        loading: false,
      });
    } catch (failure) {
      if (!abort.signal.aborted) throw failure;
    }
  }
}
