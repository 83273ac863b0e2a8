/**
 * The whole calendar page on a made-up hotel, without a server: `window.mountDemo(rooms, nights)`.
 * `window.mountGrid` mounts the grid alone, with its data in memory, for measuring.
 */
import "../../src/components/index";
import * as roomsApi from "../../src/api/rooms";
import { dayFromIso, isoFromDay } from "../../src/calendar/layout/days";
import { BoardGrid } from "../../src/calendar/view/grid";
import { MOUSE_METRICS } from "../../src/calendar/view/surface";
import { CalendarPage } from "../../src/screens/calendar-page";
import { pageElements } from "../../src/screens/page-elements";
import { readSettings } from "../../src/screens/page-settings";
import { Selection } from "../../src/state/selection";
import { BoardStore } from "../../src/state/board-store";
import { CalendarLanguage } from "../../src/state/calendar-language";
import { decodeBoard } from "../../src/state/decode-board";
import { demoHotel } from "./demo-hotel";
import { demoReservations } from "./demo-reservations";
import { DemoServer } from "./demo-server";
import { compactWeek } from "./demo-week";

const MONDAY = dayFromIso("2027-03-15");
const BUSINESS_DATE = MONDAY + 2;

declare global {
  interface Window {
    mountDemo(rooms: number, nights: number): { page: CalendarPage; server: DemoServer };
    mountGrid(rooms: number, nights: number): () => { grid: BoardGrid; store: BoardStore };
  }
}

window.mountDemo = (rooms, nights) => {
  const root = document.getElementById("calendar")!;
  const words = { propertyId: "property-1", businessDate: isoFromDay(BUSINESS_DATE), locale: "en-GB", currency: "EUR", canMove: "true" };
  Object.assign(root.dataset, words);
  const settings = readSettings(root);
  const server = new DemoServer(demoHotel(rooms, nights, BUSINESS_DATE), BUSINESS_DATE);
  const apis = { board: server, reservations: demoReservations(server), rooms: roomsApi };
  const page = new CalendarPage(root, settings, apis, pageElements(settings));
  return { page, server };
};

/** Prepares the data; the answer mounts the grid on it. */
window.mountGrid = (rooms, nights) => {
  const hotel = demoHotel(rooms, nights, BUSINESS_DATE);
  const store = new BoardStore(decodeBoard(compactWeek(hotel, MONDAY - 1, nights + 1, 1)), BUSINESS_DATE);
  const host = document.getElementById("calendar")!;
  host.classList.add("board"); // without it the grid has no height, and a few rows would pass for a screenful
  const language = new CalendarLanguage("en-GB");
  return () => {
    const range = { firstDay: MONDAY, dayCount: nights };
    const options = { store, selection: new Selection(store), language, metrics: MOUSE_METRICS, range, collapsed: new Set<string>(), onToggle: () => undefined };
    return { grid: new BoardGrid(host, options), store };
  };
};
