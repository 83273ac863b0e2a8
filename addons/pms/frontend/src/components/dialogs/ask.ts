import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { ConfirmDialog } from "./confirm-dialog";

/** Asks a yes-no question in the page's own dialog; the pressed button's words name what will happen. */
export function askToConfirm(question: string, submitter?: HTMLElement | null): Promise<boolean> {
  const confirmLabel = submitter?.textContent?.trim() || t("Continue");
  const danger = submitter?.classList.contains("btn-danger") ?? false;
  return sharedElement<ConfirmDialog>("pms-confirm-dialog").ask({ title: t("Please confirm"), message: question, confirmLabel, danger });
}
