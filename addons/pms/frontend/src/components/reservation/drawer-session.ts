/** One opening of the drawer: what was read, what is typed, what the server said. Knows nothing of the page. */
import { fetchBooking, type Booking } from "../../api/bookings";
import { fetchPanels, fetchReservation } from "../../api/reservations";
import { t } from "../../language/translate";
import type { DrawerPanel, GuestSummary, Problem, Reservation } from "../../api/types";
import { messagesFor } from "../forms/field-errors";
import { SubmissionKey } from "../forms/submission";
import { apiName, draftOf, isChanged, newDraft, rebase, type Draft, type PropertyContext, type ReservationPrefill } from "./draft";
import { formFields, FurtherRooms, type FurtherRoomChanges } from "./further-rooms";
import type { ReferenceData, ReferenceLoader } from "./reference-data";
import { NO_FACTS, StayLookup, type StayFacts } from "./stay-lookup";

export interface Notice {
  sentence: string;
  /** Messages of fields the drawer has no input for. */
  details: string[];
  action?: { label: string; run: () => void };
  /** The correlation id, when support may need it. */
  reference?: string;
}

const NO_REFERENCE: ReferenceData = { property: undefined, roomTypes: [], rooms: [], ratePlans: [] };

export class DrawerSession {
  phase: "loading" | "failed" | "ready" = "loading";
  reservation: Reservation | undefined;
  guest: GuestSummary | undefined;
  base: Draft;
  draft: Draft;
  facts: StayFacts = NO_FACTS;
  fields: Record<string, string[]> = {};
  notice: Notice | undefined;
  /** The command on its way, or undefined. */
  busy: string | undefined;
  panels: DrawerPanel[] = [];
  /** The booking of several rooms that the stay belongs to, once it was read. */
  booking: Booking | undefined;
  reference = NO_REFERENCE;
  /** The rooms after the first one of a new booking. */
  readonly further: FurtherRooms;
  readonly saveKey = new SubmissionKey();
  readonly commandKey = new SubmissionKey();
  private over = false;
  private readonly lookup: StayLookup;

  /** `changed` is called whenever something to be shown has changed, `refused` when the first error wants the focus. */
  constructor(
    public property: PropertyContext,
    private readonly changed: () => void,
    private readonly refused: () => void,
  ) {
    this.base = this.draft = newDraft({}, property);
    this.further = new FurtherRooms(this.changed);
    this.lookup = new StayLookup((facts) => {
      this.facts = facts;
      this.changed();
    });
  }

  get dirty(): boolean {
    return this.phase === "ready" && (isChanged(this.base, this.draft) || this.further.rooms.length > 0);
  }

  /** The name to speak of: the guest chosen, else what is typed. */
  get guestName(): string {
    if (this.guest === undefined && this.draft.guestId !== "") return "";
    const { firstName, lastName } = this.guest ?? this.draft;
    return `${firstName} ${lastName}`.trim();
  }

  async startNew(prefill: ReservationPrefill, references: ReferenceLoader): Promise<void> {
    if (!(await this.readReference(references))) return;
    const room = this.reference.rooms.find((one) => one.id === prefill.roomId);
    const [first, second] = this.reference.roomTypes;
    const onlyType = second === undefined ? first?.id : undefined;
    const roomTypeId = prefill.roomTypeId ?? room?.roomTypeId ?? onlyType;
    this.guest = prefill.guest;
    this.base = newDraft({ ...prefill, ...(roomTypeId ? { roomTypeId } : {}) }, this.property);
    this.show(this.base);
  }

  async load(id: string, references: ReferenceLoader): Promise<void> {
    const [, result] = await Promise.all([this.readReference(references), fetchReservation(id)]);
    if (this.over || this.phase === "failed") return;
    if (!result.ok) return this.fail(result.problem);
    this.take(result.value);
    void this.loadPanels(id);
    void this.loadBooking();
  }

  /** Nothing that arrives later is shown. */
  end(): void {
    this.over = true;
    this.lookup.forget();
    this.further.end();
  }

  /** The server's newest state; with `keepTyped` the person's own changes stay on top of it. */
  take(reservation: Reservation, keepTyped = false): void {
    if (this.reservation !== undefined && this.reservation.version !== reservation.version) void this.loadBooking();
    const newer = draftOf(reservation, this.property.timezone);
    const draft = keepTyped ? rebase(this.base, this.draft, newer) : newer;
    this.reservation = reservation;
    // Answers leave the guest out for those who may not see guests; the one picked here stays shown.
    if (draft.guestId === reservation.guestId) this.guest = reservation.guest ?? (this.guest?.id === draft.guestId ? this.guest : undefined);
    this.base = newer;
    this.show(draft);
  }

  change(changes: Partial<Draft>): void {
    const cleared = Object.keys(changes).map((field) => apiName(field as keyof Draft));
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => !cleared.includes(name)));
    this.show({ ...this.draft, ...changes });
  }

  addRoom(): number {
    const key = this.further.add(this.draft);
    this.show(this.draft);
    return key;
  }

  /** Messages are by place, and the places move. */
  removeRoom(key: number): void {
    this.further.remove(key);
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => !name.startsWith("stays.")));
    this.show(this.draft);
  }

  changeRoom(key: number, changes: FurtherRoomChanges): void {
    const place = this.further.rooms.findIndex((room) => room.key === key) + 1;
    const cleared = Object.keys(changes).map((field) => `stays.${place}.${field}`);
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => !cleared.includes(name)));
    this.further.change(key, changes);
    this.show(this.draft);
  }

  pickGuest(guest: GuestSummary | undefined): void {
    this.guest = guest;
    this.change({ guestId: guest?.id ?? "" });
  }

  errorsOf(field: keyof Draft): string[] {
    return messagesFor(this.fields, apiName(field));
  }

  /** Messages of a further room's input, by the API's name for it. */
  errorsOfRoom(name: string): string[] {
    return messagesFor(this.fields, name);
  }

  /** Shows why it did not work. Always false, for the callers' `return`. */
  refuse(sentence: string, fields: Record<string, string[]> = {}, more: Partial<Notice> = {}): false {
    this.fields = fields;
    this.notice = { sentence, details: [], ...more };
    this.changed();
    this.refused();
    return false;
  }

  refuseWith(problem: Problem): false {
    const fields = formFields(problem.fields ?? {});
    const names = (Object.keys(this.draft) as (keyof Draft)[]).map(apiName);
    const inputs = ["roomTypeId", "roomId", "adults", "children", "nightlyRate"];
    this.further.rooms.forEach((_room, index) => names.push(...inputs.map((input) => `stays.${index + 1}.${input}`)));
    const placed = names.flatMap((name) => messagesFor(fields, name));
    const details = Object.values(fields).flat().filter((message) => !placed.includes(message));
    const reread = { label: t("Load the current values, keep my changes"), run: () => void this.reread() };
    return this.refuse(problem.detail || problem.title, fields, {
      details,
      ...(problem.status >= 500 ? { reference: problem.correlationId } : {}),
      ...(problem.code === "CONCURRENCY_CONFLICT" ? { action: reread } : {}),
    });
  }

  refuseUnreached(): false {
    return this.refuse(t("The server could not be reached. Nothing you typed is lost; try again, it is done only once."));
  }

  setBusy(command: string | undefined): void {
    this.busy = command;
    if (command !== undefined) this.notice = undefined;
    this.changed();
  }

  private async reread(): Promise<void> {
    if (this.reservation === undefined) return;
    const result = await fetchReservation(this.reservation.id);
    if (this.over) return;
    if (!result.ok) return void this.refuse(t("The current values could not be read. What you typed is still here."));
    this.notice = undefined;
    this.take(result.value, true);
  }

  private async readReference(references: ReferenceLoader): Promise<boolean> {
    const reference = await references.load(this.property.propertyId);
    if (this.over) return false;
    if (reference === undefined) {
      this.fail(undefined);
      return false;
    }
    this.reference = reference;
    const { property } = reference;
    // The property's own values win over what the page said when it was made: a night audit may have run since.
    if (property !== undefined) {
      const { currency, timezone, businessDate } = property;
      this.property = { ...this.property, currency, timezone, businessDate };
    }
    return true;
  }

  private show(draft: Draft): void {
    this.draft = draft;
    this.phase = "ready";
    this.lookup.ask(this.property.propertyId, draft, this.reservation?.id);
    this.further.ask(this.property.propertyId, draft);
    this.changed();
  }

  private fail(problem: Problem | undefined): void {
    this.phase = "failed";
    this.notice = { sentence: problem?.detail ?? t("The server could not be reached. Nothing was changed."), details: [] };
    this.changed();
  }

  /** Most stays are alone; of the others the drawer works without knowing the rest. */
  async loadBooking(): Promise<void> {
    const id = this.reservation?.bookingId ?? null;
    if (id === null) return;
    const result = await fetchBooking(id);
    if (this.over || !result.ok) return;
    this.booking = result.value;
    this.changed();
  }

  /** No panels is the usual case, and their failure never a reason to disturb. */
  private async loadPanels(id: string): Promise<void> {
    const result = await fetchPanels(id);
    if (this.over || !result.ok) return;
    this.panels = [...result.value].sort((one, other) => (one.order ?? 100) - (other.order ?? 100));
    this.changed();
  }
}
