/** The JSON the API speaks, by subject. Money is minor units with its ISO 4217 currency. */
export * from "./types/board";
export * from "./types/common";
export * from "./types/properties";
export * from "./types/reservations";
export * from "./types/folios";
