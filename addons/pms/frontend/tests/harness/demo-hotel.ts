/** A made-up hotel, the same for the same seed: about 80 % of nights sold, stays of 2.5 nights on average. */
import type { ReservationStatus, SourceType } from "../../src/api/types";

export interface DemoStay {
  readonly id: string;
  version: number;
  readonly roomTypeId: string;
  segments: { id: string; roomId: string | null; start: number; end: number }[];
  checkIn: number;
  checkOut: number;
  status: ReservationStatus;
  readonly guestName: string;
  readonly sourceType: SourceType;
  readonly adults: number;
  readonly children: number;
  roomLocked: boolean;
  readonly balanceDue: boolean;
  readonly badges?: string[];
}

export interface DemoHotel {
  readonly roomTypes: { id: string; code: string; name: string }[];
  readonly rooms: { id: string; number: string; roomTypeId: string; floor: string; condition: "CLEAN" | "DIRTY" | "INSPECTED" }[];
  readonly stays: Map<string, DemoStay>;
  readonly closures: { blockId: string; roomId: string; start: number; end: number; reason: string }[];
}

const TYPES = [
  ["SGL", "Single"],
  ["DBL", "Double Classic"],
  ["TWN", "Twin Garden"],
  ["FAM", "Family"],
  ["STE", "Suite Riverside"],
] as const;
const FIRST = "Ana Ben Chloé David Elif Farid Grace Hugo Inês Jonas Kaito Lena Mara Nils Olga Pavel Quinn Rosa Sara Tomás".split(" ");
const LAST = "Silva Novák Okafor Schmidt Rossi Kowalski Tanaka García Larsen Petrov Dubois Haddad Moreau Jensen Costa Weber".split(" ");
const SOURCES: readonly SourceType[] = ["DIRECT", "PHONE", "WALK_IN", "BOOKING_ENGINE", "CHANNEL", "CHANNEL"];
const REASONS = ["Painting", "Air conditioning", "Deep cleaning"];

/** Park and Miller's generator: small, seeded, good enough for names and nights. */
function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** @param today the business date; stays lie around it, from `today - 40` to `today + nights + 40` */
export function demoHotel(roomCount: number, nights: number, today: number, seed = 7): DemoHotel {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const about = (mean: number, least: number): number => {
    let value = least;
    while (random() > 1 / (mean - least + 1) && value < 14) value += 1;
    return value;
  };
  const roomTypes = TYPES.map(([code, name], index) => ({ id: `type-${index}`, code, name }));
  const perType = Math.ceil(roomCount / roomTypes.length);
  const rooms: DemoHotel["rooms"] = Array.from({ length: roomCount }, (_, index) => {
    const floor = 1 + Math.floor(index / 40);
    const condition = pick(["CLEAN", "CLEAN", "INSPECTED", "DIRTY"] as const);
    return {
      id: `room-${index}`,
      number: String(floor * 100 + (index % 40) + 1),
      roomTypeId: roomTypes[Math.floor(index / perType)]!.id,
      floor: String(floor),
      condition,
    };
  });
  const stays = new Map<string, DemoStay>();
  const closures: DemoHotel["closures"] = [];
  const addStay = (roomId: string | null, roomTypeId: string, start: number, end: number): void => {
    const id = `reservation-${stays.size}`;
    const past = end <= today;
    const status = past ? "CHECKED_OUT" : start < today ? "CHECKED_IN" : random() < 0.12 ? "HOLD" : "CONFIRMED";
    stays.set(id, {
      id,
      version: 1,
      roomTypeId,
      segments: [{ id: `segment-${stays.size}`, roomId, start, end }],
      checkIn: start,
      checkOut: end,
      status,
      guestName: `${pick(FIRST)} ${pick(LAST)}`,
      sourceType: pick(SOURCES),
      adults: 1 + Math.floor(random() * 2),
      children: random() < 0.2 ? 1 + Math.floor(random() * 2) : 0,
      roomLocked: random() < 0.05,
      balanceDue: random() < 0.15,
    });
  };
  for (const room of rooms) {
    let day = today - 40 + Math.floor(random() * 3);
    while (day < today + nights + 40) {
      const stay = about(2.5, 1);
      if (random() < 0.02) closures.push({ blockId: `block-${closures.length}`, roomId: room.id, start: day, end: day + stay, reason: pick(REASONS) });
      else addStay(room.id, room.roomTypeId, day, day + stay);
      day += stay + about(0.625, 0);
    }
  }
  for (const type of roomTypes) {
    for (let count = 0; count < Math.ceil(nights / 10); count += 1) {
      const start = today + Math.floor(random() * nights);
      addStay(null, type.id, start, start + about(2.5, 1));
    }
  }
  return { roomTypes, rooms, stays, closures };
}
