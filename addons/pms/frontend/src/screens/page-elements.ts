import type { ConflictDialog } from "../components/dialogs/conflict-dialog";
import type { ConfirmDialog } from "../components/dialogs/confirm-dialog";
import type { ShortcutsHelp } from "../components/dialogs/shortcuts-help";
import type { Toasts } from "../components/dialogs/toasts";
import type { ReservationDrawer } from "../components/reservation/reservation-drawer";
import { isoFromDay } from "../calendar/layout/days";
import type { BoardPorts, StepPorts, TogetherPorts } from "../state/board-ports";
import { allows, type PageSettings } from "./page-settings";

/** The page's dialogs, drawer and toasts: custom elements that the components script defines. */
export interface PageElements {
  readonly ports: Omit<BoardPorts, "say"> & StepPorts & TogetherPorts;
  openReservation(id: string, tab?: string): void;
  createReservation(prefill: Parameters<ReservationDrawer["openNew"]>[0]): void;
  showHelp(): void;
}

export function pageElements(settings: PageSettings): PageElements {
  const toasts = (): Toasts => shared<Toasts>("pms-toasts");
  const drawer = (): ReservationDrawer => {
    const element = shared<ReservationDrawer>("pms-reservation-drawer");
    const attributes = {
      "property-id": settings.propertyId,
      currency: settings.currency,
      timezone: settings.timezone,
      "business-date": isoFromDay(settings.businessDate),
      ...(settings.permissions === "" ? {} : { permissions: settings.permissions }),
    };
    for (const [name, value] of Object.entries(attributes)) if (!element.hasAttribute(name)) element.setAttribute(name, value);
    return element;
  };
  const openReservation = (id: string, tab?: string): void => void drawer().open(id, tab === undefined ? {} : { tab });
  const together = (): Promise<typeof import("../components/reservation/together-questions")> => import("../components/reservation/together-questions");
  return {
    ports: {
      askStep: async (step) => {
        const { askStep } = await import("../components/reservation/step-questions");
        return askStep({ ...step, timezone: settings.timezone, mayReadFolio: allows(settings, "pms.folios.read") });
      },
      askTogether: async (step) => (await together()).askTogether(step, allows(settings, "pms.folios.read")),
      askTogetherAgain: async (problem) => (await together()).askAgain(problem, allows(settings, "pms.reservations.waive_fee")),
      tellRefusalOfAll: async (refusal) => (await together()).tellRefusalOfAll(refusal),
      showFolio: (id) => openReservation(id, "folio"),
      chooseAlternative: (request) => shared<ConflictDialog>("pms-conflict-dialog").show(request),
      ask: (question) => shared<ConfirmDialog>("pms-confirm-dialog").ask(question),
      toast: (message) => void toasts().show(message),
    },
    openReservation,
    createReservation: (prefill) => void drawer().openNew(prefill),
    showHelp: () => shared<ShortcutsHelp>("pms-shortcuts-help").open(),
  };
}

/** The page's one element of a kind, made when the page has none. */
function shared<T extends HTMLElement>(name: string): T {
  const found = document.querySelector<T>(name);
  if (found !== null) return found;
  const made = document.createElement(name) as T;
  document.body.append(made);
  return made;
}
