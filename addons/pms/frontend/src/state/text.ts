/** Every sentence the board says, in one table per language. `{name}` marks a value. */

const english = {
  "grid.name": "Reservations calendar",
  "grid.room": "Room",
  "day.businessDate": "Business date",
  "day.occupancy": "{percent}%",
  "day.free": "{count} free",
  "day.spoken": "{date}, {percent}% occupied, {free} rooms free, {arrivals} arrivals, {departures} departures",
  "day.spokenBusinessDate": "business date, {rest}",
  "group.rooms": "{count} rooms",
  "group.collapse": "Hide rooms of {type}",
  "group.expand": "Show rooms of {type}",
  "group.freeOn": "{count} {type} free on {date}",
  "lane.label": "Unassigned",
  "lane.name": "{type}, stays without a room",
  "parking.label": "Parking",
  "parking.hint": "Drop a stay here to free its room while you rearrange",
  "parking.name": "Parking, stays taken out of their rooms for now",
  "room.name": "Room {number}, {type}, {condition}",
  "condition.CLEAN": "clean",
  "condition.DIRTY": "dirty",
  "condition.INSPECTED": "inspected",
  "condition.OUT_OF_ORDER": "out of order",
  "closure.OUT_OF_ORDER": "Out of order",
  "closure.HOUSE_USE": "House use",
  "closure.RESERVATION": "Blocked",
  "closure.name": "{kind}, {start} to {end}, room {room}",
  "chip.name": "{guest}, {arrival} to {departure}, {room}, {status}",
  "chip.room": "room {number}",
  "chip.noRoom": "no room",
  "chip.party": "{adults}+{children}",
  "chip.waiting": "not saved yet",
  "status.HOLD": "Hold",
  "status.CONFIRMED": "Confirmed",
  "status.CHECKED_IN": "In-house",
  "status.CHECKED_OUT": "Departed",
  "status.CANCELLED": "Cancelled",
  "status.NO_SHOW": "No-show",
  "status.EXPIRED": "Expired",
  "source.DIRECT": "Direct",
  "source.PHONE": "Phone",
  "source.WALK_IN": "Walk-in",
  "source.BOOKING_ENGINE": "Booking engine",
  "source.CHANNEL": "Channel",
  "source.IMPORT": "Import",
  "view.day": "Day",
  "view.week": "Week",
  "view.twoWeeks": "2 weeks",
  "view.month": "Month",
  "toolbar.name": "Calendar",
  "toolbar.previous": "Earlier",
  "toolbar.next": "Later",
  "toolbar.today": "Today",
  "toolbar.date": "Go to date",
  "toolbar.views": "View",
  "toolbar.search": "Search guest or room",
  "toolbar.noMatch": "No stay or room on these dates matches",
  "toolbar.new": "New reservation",
  "toolbar.help": "Keyboard help",
  "toolbar.matches": "{position} of {count}",
  "link.saving": "Saving…",
  "link.waitingOne": "Offline. 1 change waits and will be sent",
  "link.waiting": "Offline. {count} changes wait and will be sent",
  "link.unreached": "No connection to the server. Showing the last known state",
  "link.signedOut": "You are signed out. Sign in again in another tab",
  "legend.name": "Meaning of colours",
  "legend.closure": "Out of order",
  "card.nights": "{count} nights",
  "card.night": "1 night",
  "card.dayUse": "day use",
  "card.adults": "{count} adults",
  "card.adult": "1 adult",
  "card.children": "{count} children",
  "card.child": "1 child",
  "card.balanceDue": "Balance due",
  "card.roomLocked": "Room locked",
  "card.more": "More…",
  "menu.name": "Actions for {guest}",
  "menu.open": "Open",
  "menu.confirm": "Confirm",
  "menu.check-in": "Check in",
  "menu.check-out": "Check out",
  "menu.cancel": "Cancel reservation",
  "menu.no-show": "Mark no-show",
  "menu.revert-check-in": "Undo check-in",
  "menu.move": "Move…",
  "menu.unassign": "Take out of room",
  "menu.lock": "Lock room",
  "menu.unlock": "Unlock room",
  "menu.folio": "Folio",
  "menu.note": "Note",
  "menu.audit": "Audit trail",
  "roomMenu.name": "Actions for room {room}",
  "roomMenu.CLEAN": "Mark clean",
  "roomMenu.INSPECTED": "Mark inspected",
  "roomMenu.DIRTY": "Mark dirty",
  "roomMenu.close": "Out of order…",
  "roomMenu.open": "Back in order: {reason}",
  "closureDialog.title": "Room {room} out of order",
  "closureDialog.from": "From the night of",
  "closureDialog.to": "Back on",
  "closureDialog.reason": "Reason",
  "closureDialog.apply": "Take out of order",
  "move.title": "Move {guest}",
  "move.room": "Room",
  "move.unassigned": "Unassigned",
  "move.arrival": "Arrival",
  "move.apply": "Move",
  "move.cancel": "Cancel",
  "move.taken": "taken by {guest}",
  "move.closed": "closed",
  "move.free": "free",
  "confirm.inHouseTitle": "Move an in-house guest?",
  "confirm.inHouseText":
    "{guest} is in house. From {date} the stay continues in room {room}; the nights already slept stay where they were and the old room becomes dirty.",
  "confirm.inHouseLabel": "Move guest",
  "toast.moved": "{guest} moved to {room}, {arrival} to {departure}",
  "toast.unassigned": "{guest} has no room now",
  "toast.parked": "{guest} parked",
  "toast.resized": "{guest} now stays {arrival} to {departure}",
  "toast.swapped": "{guest} and {other} exchanged rooms",
  "toast.done": "{guest}: {status}",
  "toast.roomCondition": "Room {room}: {condition}",
  "toast.roomClosed": "Room {room} is out of order",
  "toast.roomOpened": "Room {room} is back in order",
  "toast.priceKept": "Price kept; the new room type would differ by {difference}",
  "toast.undone": "Undone. {guest} is back in {room}",
  "toast.nothingToUndo": "Nothing to undo",
  "toast.conflict": "{guest} was changed by someone else. The board shows the latest state",
  "toast.refused": "{guest} was put back. {detail}",
  "refuse.notMovable": "{status} stays cannot be moved",
  "refuse.locked": "{guest} is locked to room {room}. Unlock it first",
  "refuse.inHouseDates": "An in-house guest keeps the arrival date",
  "refuse.inHouseNeedsRoom": "An in-house guest needs a room",
  "refuse.past": "Arrival cannot be before the business date",
  "refuse.pastSegment": "These nights have been slept already",
  "refuse.beforeBusinessDate": "Departure cannot be before the business date",
  "refuse.otherType": "Unassigned stays wait under their own room type",
  "refuse.closedNights": "The room is closed on these nights",
  "refuse.readOnly": "Your role may look but not move",
  "say.free": "{room}, {arrival} to {departure}, free",
  "say.taken": "{room}, {arrival} to {departure}, taken by {guest}",
  "say.closed": "{room}, {arrival} to {departure}, closed",
  "say.refused": "{room}, {arrival} to {departure}. {reason}",
  "say.cell": "{room}, {date}, free",
  "say.cellClosed": "{room}, {date}, closed",
  "say.group": "{type}, {count} free on {date}",
  "say.pickedUp": "{guest} picked up. Arrows move, Shift and arrows change the nights, Enter drops, Escape puts back",
  "say.putBack": "{guest} put back",
} as const;

export type TextKey = keyof typeof english;
export type TextValues = Readonly<Record<string, string | number>>;

/** Tables by language; a language that is missing here speaks English. */
const tables: Readonly<Record<string, Readonly<Record<TextKey, string>>>> = { en: english };

let table: Readonly<Record<TextKey, string>> = english;

/** Sentences taken apart: words at even places, names of values at odd ones. */
const parts = new Map<TextKey, readonly string[]>();

/** Chooses the table for a BCP 47 locale such as "en-GB". */
export function setLanguage(locale: string): void {
  table = tables[locale.split("-")[0] ?? "en"] ?? english;
  parts.clear();
}

/** The sentence of a key with its values put in. */
export function text(key: TextKey, values: TextValues = {}): string {
  let pieces = parts.get(key);
  if (pieces === undefined) {
    pieces = table[key].split(/\{(\w+)\}/);
    parts.set(key, pieces);
  }
  let sentence = pieces[0]!;
  for (let place = 1; place < pieces.length; place += 2) {
    const name = pieces[place]!;
    sentence += `${values[name] ?? `{${name}}`}${pieces[place + 1]!}`;
  }
  return sentence;
}
