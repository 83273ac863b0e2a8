/** What is said on the page that comes next: a list is loaded anew once somebody on it was dealt with. */
import { sharedElement } from "../base/modal";
import type { ToastOptions, Toasts } from "./toasts";

export type KeptToast = Pick<ToastOptions, "message" | "details" | "kind"> & {
  /** Stays until it is dismissed. */
  lasting?: boolean;
};

const KEY = "pms.toast";

/** Keeps a message for the next page of this tab. */
export function keepToast(toast: KeptToast): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(toast));
  } catch {
    // Without storage nothing is said; what was done is done.
  }
}

/** Shows what the page before kept, once. */
export function showKeptToast(): void {
  const kept = take();
  if (kept === null) return;
  const { lasting, ...toast } = JSON.parse(kept) as KeptToast;
  sharedElement<Toasts>("pms-toasts").show({ ...toast, ...(lasting ? { duration: Infinity } : {}) });
}

function take(): string | null {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return kept;
  } catch {
    return null;
  }
}
