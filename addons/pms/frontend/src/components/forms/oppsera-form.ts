/**
 * `<oppsera-form action method success>` sends the plain inputs inside it to the JSON API.
 *
 * Attributes: `action` (path), `method` (POST), `success` ("reload", or a path where `{id}` is taken from the answer;
 * without it the form says "Saved" and stays), `data-version` (→ If-Match), `data-confirm` (asks first),
 * `data-saved` (what is said then, also after a reload), `data-tells="room-assignment"` (says what became of it),
 * `data-empty` ("omit" | "null" | "text", what empty inputs send; null for PATCH, else omit), `data-reset` (empties
 * the inputs once saved). Inputs: see `serialise.ts`. `[data-answer="token"]` inside is filled from the answer and its
 * `[data-answer-panel]` shown; `[data-copy-answer="token"]` copies it.
 * Dispatches `oppsera-form-saved` ({value, etag}; preventDefault stops the success step) and `oppsera-form-refused` ({problem}).
 */
import { requestWithRetry, worthRetrying, type Method, type Result } from "../../api/http";
import type { Problem } from "../../api/types";
import { t } from "../../language/translate";
import { askToConfirm } from "../dialogs/ask";
import { keepToast } from "../dialogs/kept-toast";
import { fillAnswer } from "./answer";
import { toldOfAssignment } from "./assigned-rooms";
import { clearFieldError, clearFieldErrors, showFieldErrors } from "./field-errors";
import { FormNotice } from "./form-notice";
import { isSecondClick } from "./second-click";
import { isControl, serialise, type EmptyRule } from "./serialise";
import { SubmissionKey } from "./submission";
import { nativeFieldErrors } from "./validity";

export class OppseraForm extends HTMLElement {
  private readonly submissionKey = new SubmissionKey();
  private readonly notice = new FormNotice();
  private busy = false;

  connectedCallback(): void {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.enhance(), { once: true });
    else queueMicrotask(() => this.enhance()); // whoever put the element in the page may still be filling it
  }

  /** The form inside; its inputs are checked by us, so that the browser's and the server's messages look alike. */
  get form(): HTMLFormElement {
    let form = this.querySelector("form");
    if (form === null) {
      form = document.createElement("form");
      form.append(...this.childNodes);
      this.append(form);
    }
    return form;
  }

  private enhance(): void {
    if (this.dataset["enhanced"] === "true" || !this.isConnected) return;
    this.dataset["enhanced"] = "true";
    const form = this.form;
    form.noValidate = true;
    form.addEventListener("click", (event) => {
      if (isSecondClick(event) && isSubmitter(event.target)) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit(event.submitter);
    });
    form.addEventListener("input", (event) => {
      if (event.target instanceof Element && isControl(event.target)) clearFieldError(event.target);
      this.notice.clearSaved();
    });
  }

  /** Checks, sends and shows the answer. Resolves when all of that is done; a second call while busy does nothing. */
  async submit(submitter?: HTMLElement | null): Promise<void> {
    if (this.busy) return;
    const form = this.form;
    clearFieldErrors(form);
    this.notice.clear();
    const { body, fields } = serialise(form, this.emptyRule, submitter);
    const invalid = { ...fields, ...nativeFieldErrors(form) };
    if (Object.keys(invalid).length > 0) return this.showInvalid(invalid);

    const question = submitter?.dataset["confirm"] ?? this.dataset["confirm"];
    if (question !== undefined && !(await askToConfirm(question, submitter))) return;

    const result = await this.send(body, submitter);
    if (!result.ok && worthRetrying(result)) return this.showUnreached(result);
    this.submissionKey.answered();
    if (result.ok) this.showSaved(result.value, result.etag);
    else if (!result.offline) this.showProblem(result.problem);
  }

  private get method(): Method {
    return (this.getAttribute("method") ?? "POST").toUpperCase() as Method;
  }

  private get emptyRule(): EmptyRule {
    return (this.dataset["empty"] ?? (this.method === "PATCH" ? "null" : "omit")) as EmptyRule;
  }

  private async send(body: Record<string, unknown>, submitter?: HTMLElement | null): Promise<Result<unknown>> {
    const action = submitter?.getAttribute("formaction") ?? this.getAttribute("action") ?? "";
    const version = this.dataset["version"] === "" ? undefined : this.dataset["version"];
    const method = this.method;
    const options = { method, version, idempotencyKey: this.submissionKey.for({ action, method, version, body }) };
    const done = this.showProgress(submitter);
    try {
      return await requestWithRetry(action, method === "DELETE" ? options : { ...options, body });
    } finally {
      done();
    }
  }

  private showProgress(submitter?: HTMLElement | null): () => void {
    this.busy = true;
    const focused = document.activeElement;
    const buttons = Array.from(this.form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")).filter((one) => !one.disabled);
    const spinner = document.createElement("span");
    spinner.className = "spinner-border spinner-border-sm ms-2";
    spinner.setAttribute("aria-hidden", "true");
    (submitter ?? buttons[0])?.append(spinner);
    this.form.setAttribute("aria-busy", "true");
    buttons.forEach((button) => (button.disabled = true));
    return () => {
      this.busy = false;
      spinner.remove();
      this.form.removeAttribute("aria-busy");
      buttons.forEach((button) => (button.disabled = false));
      if (focused instanceof HTMLElement && document.activeElement === document.body) focused.focus();
    };
  }

  private showInvalid(fields: Record<string, string[]>): void {
    const unplaced = showFieldErrors(this.form, fields);
    this.notice.refuse(this.form, t("Please check the marked fields."), unplaced);
  }

  private showProblem(problem: Problem): void {
    const unplaced = showFieldErrors(this.form, problem.fields ?? {});
    const changedElsewhere = problem.code === "CONCURRENCY_CONFLICT";
    this.notice.refuse(this.form, problem.detail || problem.title, unplaced, { problem, offerReload: changedElsewhere });
    this.dispatchEvent(new CustomEvent("oppsera-form-refused", { detail: { problem }, bubbles: true, composed: true }));
  }

  private showUnreached(result: Result<unknown>): void {
    const sentence =
      !result.ok && !result.offline
        ? result.problem.detail
        : t("The server could not be reached. What you typed is still here; send it again and it will be done only once.");
    this.notice.refuse(this.form, sentence, []);
  }

  private showSaved(value: unknown, etag: string | undefined): void {
    const answer = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    if (this.dataset["version"] !== undefined && typeof answer["version"] === "number") this.dataset["version"] = String(answer["version"]);
    const event = new CustomEvent("oppsera-form-saved", { detail: { value, etag }, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(event)) return;
    if (this.dataset["reset"] !== undefined) this.form.reset();
    const shown = fillAnswer(this, answer);
    const success = this.getAttribute("success");
    if (success === "reload") this.reload(value);
    else if (success) location.assign(success.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(answer[name] ?? ""))));
    else if (!shown) this.notice.saved(this.form, this.dataset["saved"] ?? t("Saved."));
  }

  /** What was done is said on the page that comes. */
  private reload(answer: unknown): void {
    const { saved, tells } = this.dataset;
    if (tells === "room-assignment") keepToast(toldOfAssignment(answer));
    else if (saved !== undefined) keepToast({ message: saved, kind: "success" });
    location.reload();
  }
}

function isSubmitter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button:not([type=button])") !== null;
}

customElements.define("oppsera-form", OppseraForm);
