import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../language/translate";
import { ModalElement } from "../base/modal";

export interface Choice {
  value: string;
  label: string;
  description?: string;
  kind?: "primary" | "danger" | "plain";
}

export interface Question {
  title: string;
  message: string;
  /** Told below the message, one to a line. */
  details?: readonly string[];
  choices: Choice[];
  cancelLabel?: string;
}

export interface YesNoQuestion {
  title: string;
  message: string;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
}

/** `<pms-confirm-dialog>`: asks one question at a time; Esc, the backdrop and Cancel all mean "no". */
export class ConfirmDialog extends ModalElement {
  static override properties = { ...ModalElement.properties, question: { state: true } };
  declare private question: Question | undefined;
  private answer: ((value: string | null) => void) | undefined;

  async ask({ title, message, confirmLabel, cancelLabel, danger = false }: YesNoQuestion): Promise<boolean> {
    const choice: Choice = { value: "yes", label: confirmLabel, kind: danger ? "danger" : "primary" };
    return (await this.choose({ title, message, choices: [choice], ...(cancelLabel ? { cancelLabel } : {}) })) === "yes";
  }

  /** Resolves with the chosen value, or null for "no". A question still open is answered with null. */
  choose(question: Question): Promise<string | null> {
    this.settle(null);
    this.question = question;
    this.shown = true;
    return new Promise((resolve) => (this.answer = resolve));
  }

  protected dismiss(): void {
    this.settle(null);
  }

  private settle(value: string | null): void {
    this.shown = false;
    this.answer?.(value);
    this.answer = undefined;
  }

  protected override render(): TemplateResult {
    const { question } = this;
    return html`<dialog
      class="pms-dialog pms-dialog-small"
      role="alertdialog"
      aria-labelledby="pms-confirm-title"
      aria-describedby="pms-confirm-message"
      @keydown=${this.onKey}
      @cancel=${this.onCancel}
      @close=${this.onClosed}
      @mousedown=${this.onPress}
    >
      ${question === undefined ? nothing : this.body(question)}
    </dialog>`;
  }

  private readonly onClosed = (event: Event): void => {
    this.onClose(event);
    if (event.target === this.dialog && !this.dialog?.open) this.settle(null);
  };

  private body(question: Question): TemplateResult {
    const described = question.choices.some((choice) => choice.description !== undefined);
    return html`
      <div class="pms-dialog-body">
        <h2 class="pms-dialog-title" id="pms-confirm-title">${question.title}</h2>
        <div id="pms-confirm-message">
          <p class="text-secondary mb-0">${question.message}</p>
          ${question.details === undefined ? nothing : html`<ul class="mt-2 mb-0">${question.details.map((line) => html`<li>${line}</li>`)}</ul>`}
        </div>
        ${described ? html`<div class="pms-choice-list mt-3">${question.choices.map((choice) => this.wideChoice(choice))}</div>` : nothing}
      </div>
      <div class="pms-dialog-footer">
        <button type="button" class="btn" autofocus @click=${() => this.settle(null)}>${question.cancelLabel ?? t("Cancel")}</button>
        ${described ? nothing : question.choices.map((choice) => this.button(choice))}
      </div>
    `;
  }

  private button(choice: Choice): TemplateResult {
    const look = choice.kind === "danger" ? "btn-danger" : choice.kind === "plain" ? "" : "btn-primary";
    return html`<button type="button" class="btn ${look}" @click=${() => this.settle(choice.value)}>${choice.label}</button>`;
  }

  private wideChoice(choice: Choice): TemplateResult {
    return html`<button type="button" class="pms-choice" @click=${() => this.settle(choice.value)}>
      <span class="pms-choice-label">${choice.label}</span>
      <span class="pms-choice-description">${choice.description}</span>
    </button>`;
  }
}

customElements.define("pms-confirm-dialog", ConfirmDialog);
