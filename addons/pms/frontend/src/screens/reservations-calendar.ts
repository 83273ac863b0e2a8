/** Entry of calendar.js: turns `<div id="calendar" data-…>` into the reservations calendar. */
import * as board from "../api/calendar";
import * as reservations from "../api/reservations";
import * as rooms from "../api/rooms";
import { CalendarPage } from "./calendar-page";
import { pageElements } from "./page-elements";
import { readSettings } from "./page-settings";

const root = document.getElementById("calendar");
if (root !== null) {
  const settings = readSettings(root);
  new CalendarPage(root, settings, { board, reservations, rooms }, pageElements(settings));
}
