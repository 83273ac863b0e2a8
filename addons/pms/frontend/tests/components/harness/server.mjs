/** A small server with the built files and just enough of the API for the harness page. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const roots = {
  "/pms/": join(here, "../../../../static/pms"),
  "/vendor/": join(here, "../../../../../../oppsera_host/web/static/vendor"),
};
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

const eur = (amount) => ({ amount, currency: "EUR" });
const layla = { id: "g1", version: 1, firstName: "Layla", lastName: "Haddad", email: "layla@example.org", phone: "+351 21 000 0000" };
const roomTypes = [
  { id: "t1", version: 1, propertyId: "p1", code: "DBL", name: "Double", maxAdults: 2, maxChildren: 1, maxOccupancy: 3, baseRate: eur(12000), overbookingLimit: 0 },
  { id: "t2", version: 1, propertyId: "p1", code: "STE", name: "Garden suite", maxAdults: 4, maxChildren: 2, maxOccupancy: 5, baseRate: eur(24000), overbookingLimit: 0 },
];
const rooms = ["201", "202", "203", "204"].map((number, index) => ({
  id: `r${index + 1}`,
  number,
  roomTypeId: index < 3 ? "t1" : "t2",
  roomTypeCode: index < 3 ? "DBL" : "STE",
  floor: "2",
  status: index === 1 ? "VACANT_DIRTY" : "VACANT_CLEAN",
  condition: index === 1 ? "DIRTY" : "CLEAN",
}));

function reservation(status = "CONFIRMED", version = 3) {
  return {
    id: "x1", version, propertyId: "p1", confirmationNumber: "OPP-7K3M2", status, statusDate: "2027-03-02", roomTypeId: "t1", bookedRoomTypeId: "t1", roomId: "r1",
    segments: [{ roomId: "r1", startDate: "2027-03-15", endDate: "2027-03-18" }],
    checkInDate: "2027-03-15", checkOutDate: "2027-03-18", nights: 3, dayUse: false, adults: 2, children: 0, guestId: "g1", guest: layla,
    ratePlanId: null, nightlyRates: [15, 16, 17].map((day) => ({ date: `2027-03-${day}`, price: eur(12000) })), total: eur(36000),
    roomLocked: false, sourceType: "PHONE", sourceRef: null, notes: "Late arrival, around 23:00. Quiet room if possible.", releaseAt: null,
    createdAt: "2027-03-01T10:00:00Z", updatedAt: "2027-03-02T10:00:00Z",
  };
}

const audit = [
  { seq: 11, at: "2027-03-01T10:00:00Z", actor: "system:import", action: "reservation.create", version: 1, before: null, after: {}, correlationId: "c" },
  { seq: 12, at: "2027-03-01T10:05:00Z", actor: "user:0190", actorName: "Ana Sousa", action: "reservation.confirm", version: 2, correlationId: "c", before: { status: "HOLD" }, after: { status: "CONFIRMED" } },
  { seq: 19, at: "2027-03-02T10:12:00Z", actor: "user:0190", action: "reservation.move", version: 3, correlationId: "c",
    before: { roomId: "r3", checkInDate: "2027-03-14", checkOutDate: "2027-03-17", version: 2 }, after: { roomId: "r1", checkInDate: "2027-03-15", checkOutDate: "2027-03-18", version: 3 } },
];

const conflict = {
  type: "about:blank", title: "Room not available", status: 409, code: "ROOM_ALREADY_BOOKED", correlationId: "c-1",
  detail: "Room 201 is taken on some of these nights.",
  conflicts: [{ reservationId: "x9", kind: "RESERVATION", roomId: "r1", startDate: "2027-03-16", endDate: "2027-03-19", guestName: "Miguel Duarte" }],
  alternatives: [
    { roomId: "r3", number: "203", roomTypeId: "t1", checkInDate: "2027-03-15", checkOutDate: "2027-03-18", score: 92, reason: "Same type, same floor, clean" },
    { roomId: "r4", number: "204", roomTypeId: "t2", checkInDate: "2027-03-15", checkOutDate: "2027-03-18", score: 70, reason: "Upgrade, free all three nights" },
    { roomId: "r1", number: "201", roomTypeId: "t1", checkInDate: "2027-03-19", checkOutDate: "2027-03-22", score: 40, reason: "Same room, later" },
  ],
};

function problem(status, code, detail, more = {}) {
  return { status, body: { type: "about:blank", title: detail, status, detail, code, correlationId: "c-1", ...more } };
}

/** [method, path pattern, answer(body, request)] */
const routes = [
  ["GET", /^\/api\/pms\/properties\/p1$/, () => ({ body: { id: "p1", version: 1, name: "Casa", code: "CASA", timezone: "Europe/Lisbon", currency: "EUR", businessDate: "2027-03-15" } })],
  ["GET", /^\/api\/pms\/room-types$/, () => ({ body: { items: roomTypes, nextCursor: null } })],
  ["GET", /^\/api\/pms\/rooms$/, () => ({ body: { items: rooms, nextCursor: null } })],
  ["GET", /^\/api\/pms\/rate-plans$/, () => ({ body: { items: [{ id: "rp1", version: 1, propertyId: "p1", code: "NRF", name: "Non-refundable" }], nextCursor: null } })],
  ["GET", /^\/api\/pms\/guests$/, (_, url) => ({ body: { items: /lay|had/i.test(url.searchParams.get("q")) ? [layla, { ...layla, id: "g2", firstName: "Omar", email: null, phone: null }] : [], nextCursor: null } })],
  ["GET", /^\/api\/pms\/availability$/, (_, url) => ({ body: { items: roomTypes.map((type, index) => typeOf(url, index, type)) } })],
  ["GET", /^\/api\/pms\/calendar\/week$/, (_, url) => ({ body: week(url) })],
  ["GET", /^\/api\/pms\/reservations\/x1$/, () => ({ body: reservation() })],
  ["GET", /^\/api\/pms\/reservations\/gone$/, () => problem(404, "NOT_FOUND", "This reservation no longer exists, or you may not see it.")],
  ["GET", /^\/api\/pms\/reservations\/x1\/audit$/, () => ({ body: { items: audit, nextCursor: null } })],
  ["GET", /^\/api\/pms\/reservations\/x1\/panels$/, () => ({ body: [{ id: "channel", title: "Channel", url: "/panel.html" }, { id: "broken", title: "Loyalty", element: "no-such-panel", module: "/missing.js" }] })],
  ["POST", /^\/api\/pms\/reservations\/x1\/check-in$/, () => ({ body: reservation("CHECKED_IN", 4) })],
  ["POST", /^\/api\/pms\/reservations$/, (body) => (body.roomId === "r1" ? { status: 409, body: conflict } : { status: 201, body: { ...reservation(), id: "x2", notes: body.notes ?? null } })],
  ["POST", /^\/api\/pms\/guests$/, (body) => ({ status: 201, body: { id: "g7", version: 1, email: null, phone: null, ...body } })],
  ["POST", /^\/api\/pms\/calendar\/move$/, (body) => ({ body: { reservation: { ...reservation("CONFIRMED", 4), roomId: body.to.roomId, checkInDate: body.to.checkInDate, checkOutDate: "2027-03-20" }, segments: [], seq: 20, undo: { token: "u", expiresAt: "" } } })],
  ["PATCH", /^\/api\/pms\/reservations\/x1$/, (body) => (body.notes === "Baby cot" ? problem(412, "CONCURRENCY_CONFLICT", "Ana Sousa changed this reservation a moment ago.") : { body: { ...reservation("CONFIRMED", 5), ...body } })],
  ["POST", /^\/api\/pms\/room-types$/, (body) => (body.code === "DBL" ? problem(422, "VALIDATION_ERROR", "Some fields need your attention.", { fields: { code: ["This code is in use already."], baseRate: ["Must not be below 0."], secret: ["Unknown field."] } }) : { status: 201, body: { id: "t9", ...body } })],
  ["POST", /^\/api\/tokens$/, () => ({ status: 201, body: { id: "k1", token: "opp_0f8fad5bd9cb469fa16570867728950e_q1w2e3" } })],
];

function typeOf(url, index, type) {
  const nights = (Date.parse(url.searchParams.get("checkOutDate")) - Date.parse(url.searchParams.get("checkInDate"))) / 86_400_000;
  const available = index === 0 ? 2 : 0;
  return { roomTypeId: type.id, code: type.code, name: type.name, available, sellable: available, total: eur(type.baseRate.amount * nights), nights: [] };
}

function week(url) {
  const start = url.searchParams.get("start");
  return { propertyId: "p1", startDate: start, endDate: start, seq: 1, stale: false, rooms, unassigned: [], closures: [], occupancy: [],
    segments: [{ id: "s1", reservationId: "x9", roomId: "r3", segmentStart: "2027-03-10", segmentEnd: "2027-03-16", status: "CONFIRMED" }] };
}

async function readJson(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : JSON.parse(text);
}

/** The strictest policy a page of ours is served with: no inline script, no inline style. */
const policy = "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'";

/** Starts on a free port; `requests` collects what the page sent. */
export async function startServer() {
  const requests = [];
  const server = createServer((request, response) => void handle(request, response, requests));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close: () => server.close() };
}

async function handle(request, response, requests) {
  const url = new URL(request.url, "http://harness");
  const body = await readJson(request);
  requests.push({ method: request.method, path: url.pathname, headers: request.headers, body });
  const route = routes.find(([method, pattern]) => method === request.method && pattern.test(url.pathname));
  if (route !== undefined) {
    const { status = 200, body: answer } = route[2](body, url);
    response.writeHead(status, { "Content-Type": status >= 400 ? "application/problem+json" : "application/json" });
    return response.end(JSON.stringify(answer));
  }
  if (url.pathname === "/panel.html") return response.writeHead(200, { "Content-Type": "text/html" }).end("<h3>Booked through Example Travel</h3><p>Commission 15 %</p>");
  await sendFile(url.pathname, response);
}

async function sendFile(path, response) {
  const root = Object.keys(roots).find((prefix) => path.startsWith(prefix));
  const file = root ? join(roots[root], normalize(path.slice(root.length))) : join(here, "index.html");
  try {
    if (!root && path !== "/") throw new Error("not found");
    response.writeHead(200, { "Content-Security-Policy": policy, "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(await readFile(file));
  } catch {
    response.writeHead(404).end();
  }
}
