/** The further rooms of a new booking: what is typed for each, what is free for it and what it costs. */
import type { NewStay } from "../../api/bookings";
import type { Money } from "../../api/types";
import { t } from "../../language/translate";
import { nightsBetween } from "../format/dates";
import { parseMoney } from "../format/money";
import type { Draft } from "./draft";
import { NO_FACTS, StayLookup, type StayFacts } from "./stay-lookup";

/** What stands in the inputs of a further room, as text. */
export interface FurtherRoom {
  /** Names it while the form is open, wherever it stands among the others. */
  readonly key: number;
  readonly roomTypeId: string;
  /** Empty = assigned later. */
  readonly roomId: string;
  readonly adults: string;
  readonly children: string;
  readonly nightlyRate: string;
  readonly facts: StayFacts;
}

export type FurtherRoomChanges = Partial<Omit<FurtherRoom, "key" | "facts">>;

/** As many as a booking takes at once, the first room aside. */
export const MOST_FURTHER = 49;

export class FurtherRooms {
  rooms: readonly FurtherRoom[] = [];
  /** One question for all rooms of a type and party: a large group asks no more often than a small one. */
  private lookups = new Map<string, StayLookup>();
  private readonly answers = new Map<string, StayFacts>();
  private next = 1;

  /** `changed` is called when something that is free or costs has become known. */
  constructor(private readonly changed: () => void) {}

  /** Another room like the last one; returns its key. */
  add(draft: Draft): number {
    const { roomTypeId, adults, children, nightlyRate } = this.rooms.at(-1) ?? draft;
    const key = this.next;
    this.next += 1;
    this.rooms = [...this.rooms, { key, roomTypeId, roomId: "", adults, children, nightlyRate, facts: NO_FACTS }];
    return key;
  }

  remove(key: number): void {
    this.rooms = this.rooms.filter((room) => room.key !== key);
  }

  change(key: number, changes: FurtherRoomChanges): void {
    this.rooms = this.rooms.map((room) => (room.key === key ? { ...room, ...changes } : room));
  }

  /** Looks up what is free on the nights of the draft, for each room by its own party and type. */
  ask(propertyId: string, draft: Draft): void {
    const wanted = new Map(this.rooms.map((room) => [questionOf(room), room]));
    for (const [question, lookup] of this.lookups) if (!wanted.has(question)) lookup.forget();
    this.lookups = new Map(
      [...wanted].map(([question, { roomTypeId, adults, children }]) => {
        const lookup = this.lookups.get(question) ?? new StayLookup((facts) => this.learn(question, facts));
        lookup.ask(propertyId, { ...draft, roomTypeId, adults, children }, undefined);
        return [question, lookup];
      }),
    );
    this.show();
  }

  /** Nothing that arrives later is shown. */
  end(): void {
    for (const lookup of this.lookups.values()) lookup.forget();
  }

  private learn(question: string, facts: StayFacts): void {
    this.answers.set(question, facts);
    this.show();
    this.changed();
  }

  private show(): void {
    this.rooms = this.rooms.map((room) => ({ ...room, facts: this.answers.get(questionOf(room)) ?? NO_FACTS }));
  }
}

function questionOf({ roomTypeId, adults, children }: FurtherRoom): string {
  return [roomTypeId, adults, children].join("|");
}

/** What can be seen wrong before asking the server, by API field name: the first stay's are those of the form itself. */
export function validateFurther(rooms: readonly FurtherRoom[], currency: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  rooms.forEach(({ roomTypeId, adults, children, nightlyRate }, index) => {
    const refuse = (field: keyof FurtherRoom, message: string) => (fields[`stays.${index + 1}.${field}`] = [message]);
    if (roomTypeId === "") refuse("roomTypeId", t("Choose a room type."));
    if (!/^[1-9]\d?$/.test(adults.trim())) refuse("adults", t("At least one adult."));
    if (!/^\d{1,2}$/.test(children.trim())) refuse("children", t("Enter a number, 0 for none."));
    if (nightlyRate.trim() !== "" && parseMoney(nightlyRate, currency) === null) refuse("nightlyRate", t("Enter an amount, for example 120.00."));
  });
  return fields;
}

/** The stay of a further room; nights, plan and notes are those of the first. */
export function toFurtherStay(room: FurtherRoom, first: NewStay, currency: string): NewStay {
  const { roomId: _room, nightlyRate: _rate, ...shared } = first;
  const rate = parseMoney(room.nightlyRate, currency);
  return {
    ...shared,
    roomTypeId: room.roomTypeId,
    adults: Number(room.adults),
    children: Number(room.children),
    ...(room.roomId === "" ? {} : { roomId: room.roomId }),
    ...(rate === null ? {} : { nightlyRate: rate }),
  };
}

/** What a further room costs for all nights; undefined while unknown. */
export function priceOf({ nightlyRate, roomTypeId, facts }: FurtherRoom, draft: Draft, currency: string): Money | undefined {
  const rate = parseMoney(nightlyRate, currency);
  if (rate === null) return facts.types?.get(roomTypeId)?.total;
  return { ...rate, amount: rate.amount * Math.max(1, nightsBetween(draft.checkInDate, draft.checkOutDate)) };
}

/** Fields refused by a booking, as the form calls them: those of the first stay are the form's own. */
export function formFields(fields: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fields).map(([name, messages]) => [name.replace(/^stays\.0\./, ""), messages]));
}
