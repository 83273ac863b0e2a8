/** The property, its room types, rooms, rate plans, and what is free and what it costs. */
import type { IsoDate, Money, RoomCondition, RoomStatus } from "./common";

export interface Room {
  id: string;
  number: string;
  roomTypeId: string;
  roomTypeCode: string;
  floor: string | null;
  status: RoomStatus;
  condition: RoomCondition;
}

export interface RoomType {
  id: string;
  version: number;
  propertyId: string;
  code: string;
  name: string;
  maxAdults: number;
  maxChildren: number;
  maxOccupancy: number;
  baseRate: Money;
  overbookingLimit: number;
}

export interface RatePlan {
  id: string;
  version: number;
  propertyId: string;
  code: string;
  name: string;
}

export interface Property {
  id: string;
  version: number;
  name: string;
  code: string;
  timezone: string;
  currency: string;
  businessDate: IsoDate;
  checkInTime: string;
  checkOutTime: string;
  noShowCutoff: string;
  address: string | null;
  cancellationDeadlineHours: number;
  nightAuditTime: string | null;
  stayOverCleaningEvery: number;
  inspectRooms: boolean;
  locale: string;
}

export interface AvailabilityNight {
  date: IsoDate;
  physical: number;
  outOfOrder: number;
  sold: number;
  available: number;
  /** Counts deliberate overbooking in. */
  sellable: number;
  overbooked: boolean;
  price: Money;
}

export interface RoomTypeAvailability {
  roomTypeId: string;
  code: string;
  name: string;
  /** The fewest units free on any night of the stay. */
  available: number;
  sellable: number;
  nights: AvailabilityNight[];
  total: Money;
}
