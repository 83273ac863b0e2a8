/** Rules of sale: a stay that breaks one is booked after a yes, by those who may. */
import type { Problem } from "../../api/types";
import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { ConfirmDialog } from "../dialogs/confirm-dialog";

/** A refusal that a yes overcomes. The same rules answer STAY_RESTRICTED to those who may not override them. */
export function isRestricted(problem: Problem & { restrictions?: unknown }): boolean {
  return problem.code === "CONFIRMATION_REQUIRED" && problem.restrictions !== undefined;
}

/** Asks with the server's sentence, which names the rules. */
export function askRestricted({ detail }: Problem): Promise<boolean> {
  return sharedElement<ConfirmDialog>("pms-confirm-dialog").ask({
    title: t("These nights have rules of sale"),
    message: detail,
    confirmLabel: t("Book all the same"),
    cancelLabel: t("Back to the form"),
  });
}
