import { readerLocale } from "../components/format/locale";
import { type Day, dayFromIso, isoFromDay } from "../calendar/layout/days";
import { VIEW_NAMES, type ViewName } from "../calendar/layout/views";

/** What an addon adds to the menu of a stay: a page of its own, the stay's id in place of `{reservationId}`. */
export interface ChipCommand {
  readonly id: string;
  readonly label: string;
  readonly url: string;
}

/** What the server wrote on `<div id="calendar" data-…>`. */
export interface PageSettings {
  readonly propertyId: string;
  readonly businessDate: Day;
  readonly locale: string;
  readonly currency: string;
  readonly timezone: string;
  /** Space-separated permissions, or empty when the server alone decides. */
  readonly permissions: string;
  readonly canMove: boolean;
  readonly canCreate: boolean;
  readonly chipCommands: readonly ChipCommand[];
}

export function readSettings(root: HTMLElement): PageSettings {
  const { dataset } = root;
  return {
    propertyId: dataset.propertyId ?? "",
    businessDate: dayFromIso(dataset.businessDate ?? ""),
    locale: dataset.locale || readerLocale(),
    currency: dataset.currency ?? "EUR",
    timezone: dataset.timezone ?? "UTC",
    permissions: dataset.permissions ?? "",
    canMove: dataset.canMove !== "false",
    canCreate: dataset.canCreate !== "false",
    chipCommands: JSON.parse(dataset.chipCommands ?? "[]") as ChipCommand[],
  };
}

/** Whether the person may do something; without a list the server alone decides. */
export function allows({ permissions }: PageSettings, permission: string): boolean {
  return permissions === "" || permissions.split(" ").includes(permission);
}

/** Where the user was looking: the dates live in the address, so that reloading and sharing keep them. */
export class PageMemory {
  constructor(private readonly propertyId: string) {}

  get view(): ViewName {
    const wanted = this.query.get("view") ?? read(localStorage, "pms.calendar.view");
    return VIEW_NAMES.find((name) => name === wanted) ?? "twoWeeks";
  }

  anchor(businessDate: Day): Day {
    const wanted = this.query.get("date");
    return wanted !== null && /^\d{4}-\d{2}-\d{2}$/.test(wanted) ? dayFromIso(wanted) : businessDate;
  }

  /** The stay another page linked to; once, so that reloading shows the board. */
  takeReservation(): string | null {
    const query = this.query;
    const id = query.get("reservationId");
    query.delete("reservationId");
    if (id !== null) history.replaceState(history.state, "", `${location.pathname}?${query.toString()}`);
    return id;
  }

  remember(view: ViewName, anchor: Day, businessDate: Day): void {
    write(localStorage, "pms.calendar.view", view);
    const query = this.query;
    query.set("view", view);
    if (anchor === businessDate) query.delete("date");
    else query.set("date", isoFromDay(anchor));
    history.replaceState(history.state, "", `${location.pathname}?${query.toString()}`);
  }

  get collapsed(): Set<string> {
    return this.readSet(localStorage, "collapsed");
  }

  set collapsed(roomTypeIds: ReadonlySet<string>) {
    this.writeSet(localStorage, "collapsed", roomTypeIds);
  }

  get parked(): Set<string> {
    return this.readSet(sessionStorage, "parked");
  }

  set parked(reservationIds: ReadonlySet<string>) {
    this.writeSet(sessionStorage, "parked", reservationIds);
  }

  private get query(): URLSearchParams {
    return new URLSearchParams(location.search);
  }

  private readSet(storage: Storage, name: string): Set<string> {
    const words = read(storage, `pms.calendar.${name}.${this.propertyId}`);
    return new Set(words === null || words === "" ? [] : words.split(" "));
  }

  private writeSet(storage: Storage, name: string, values: ReadonlySet<string>): void {
    write(storage, `pms.calendar.${name}.${this.propertyId}`, [...values].join(" "));
  }
}

/** Storage may be switched off; the board then simply remembers nothing. */
function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Full or forbidden: nothing of record is kept here.
  }
}
