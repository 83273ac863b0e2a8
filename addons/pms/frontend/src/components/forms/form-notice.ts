/** The one message on top of a form: refused (role=alert) or saved (role=status). */
import type { Problem } from "../../api/types";
import { t } from "../../language/translate";

interface RefusalDetails {
  problem?: Problem;
  offerReload?: boolean;
}

export class FormNotice {
  private element: HTMLElement | undefined;

  clear(): void {
    this.element?.remove();
    this.element = undefined;
  }

  clearSaved(): void {
    if (this.element?.getAttribute("role") === "status") this.clear();
  }

  /** Says why, lists what belongs to no input, and names the code and the id that support needs. */
  refuse(form: HTMLElement, sentence: string, unplaced: string[], details: RefusalDetails = {}): void {
    const notice = this.put(form, "alert", "alert alert-danger", sentence);
    if (unplaced.length > 0) {
      const list = document.createElement("ul");
      list.className = "mb-0 mt-1";
      list.append(...unplaced.map((message) => Object.assign(document.createElement("li"), { textContent: message })));
      notice.append(list);
    }
    if (details.offerReload) notice.append(this.reloadButton());
    if (details.problem !== undefined && details.problem.status >= 500 && details.problem.correlationId !== "") {
      const reference = document.createElement("div");
      reference.className = "small text-secondary mt-1";
      reference.textContent = t("Reference for support: {reference}", { reference: details.problem.correlationId });
      notice.append(reference);
    }
    if (!form.contains(document.activeElement) || document.activeElement?.getAttribute("aria-invalid") !== "true") {
      notice.scrollIntoView({ block: "nearest" });
    }
  }

  saved(form: HTMLElement, sentence: string): void {
    this.put(form, "status", "alert alert-success", sentence);
  }

  private put(form: HTMLElement, role: string, className: string, sentence: string): HTMLElement {
    this.clear();
    const notice = document.createElement("div");
    notice.className = `${className} oppsera-form-notice`;
    notice.setAttribute("role", role);
    const text = document.createElement("div");
    form.prepend(notice);
    notice.append(text);
    text.textContent = sentence; // after the region is in the page, so that it is announced
    this.element = notice;
    return notice;
  }

  private reloadButton(): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-danger mt-2";
    button.textContent = t("Load the current values (drops what you typed)");
    button.addEventListener("click", () => location.reload());
    return button;
  }
}
