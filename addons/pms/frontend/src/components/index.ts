/** Everything a page gets by loading components.js. */
import { showKeptToast } from "./dialogs/kept-toast";

export { OppseraForm } from "./forms/oppsera-form";
export { ConfirmDialog, type Choice, type Question, type YesNoQuestion } from "./dialogs/confirm-dialog";
export { ConflictDialog, type ConflictChoice, type ConflictRequest } from "./dialogs/conflict-dialog";
export { ShortcutsHelp, type ShortcutGroup } from "./dialogs/shortcuts-help";
export { Toasts, type ToastOptions } from "./dialogs/toasts";
export { sharedElement } from "./base/modal";
export { ReservationDrawer, type OpenOptions } from "./reservation/reservation-drawer";
export type { ReservationPrefill } from "./reservation/draft";
export { t, tn } from "../language/translate";

showKeptToast();
