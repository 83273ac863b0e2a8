import { t, tn } from "../language/translate";
import type { Freshness } from "../state/live-board";
import type { LinkState } from "../state/write-queue";

/** What the toolbar says of the connection, and whether it is trouble; no words when all is well. */
export function linkWords({ waiting, trouble }: LinkState, freshness: Freshness): [words: string, trouble: boolean] {
  if (trouble === "signedOut" || freshness === "signedOut") return [t("You are signed out. Sign in again in another tab"), true];
  if (trouble === "offline") {
    return [tn("Offline. {count} change waits and will be sent", "Offline. {count} changes wait and will be sent", waiting), true];
  }
  if (freshness === "unreached") return [t("No connection to the server. Showing the last known state"), true];
  return [waiting > 0 ? t("Saving…") : "", false];
}
