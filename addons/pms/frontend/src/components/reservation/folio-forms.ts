/** The two forms of the folio panel. */
import { html, nothing, type TemplateResult } from "lit";
import type { ChargeCode, Folio, PaymentMethod } from "../../api/types";
import { t } from "../../language/translate";
import { moneyInputText } from "../format/money";
import { inputField, selectField, type FieldOptions } from "./field";

/** What stands in the inputs, as text. */
export interface Posting {
  folioId: string;
  code: string;
  quantity: string;
  price: string;
  description: string;
  method: PaymentMethod;
  amount: string;
  reference: string;
}

export interface FolioFormView {
  typed: Posting;
  fields: Record<string, string[]>;
  change: (changes: Partial<Posting>) => void;
  codes: ChargeCode[];
  /** Folios that take entries. */
  open: Folio[];
  currency: string;
}

const METHODS: Record<PaymentMethod, string> = { CARD: t("Card"), CASH: t("Cash"), BANK_TRANSFER: t("Bank transfer"), OTHER: t("Other") };

export function chargeForm(view: FolioFormView): TemplateResult {
  const { typed, change, codes, currency } = view;
  const choices = codes.map(({ code, name }) => ({ value: code, label: name }));
  const choose = (code: string) => {
    const usual = codes.find((one) => one.code === code)?.price;
    change({ code, ...(usual ? { price: moneyInputText(usual) } : {}) });
  };
  return html`<div class="pms-grid">
    ${selectField({
      ...common(view, "code", t("Charge"), "pms-col-12"),
      choices: typed.code === "" ? [{ value: "", label: codes.length === 0 ? t("Reading…") : t("Choose…") }, ...choices] : choices,
      onInput: choose,
    })}
    ${inputField({ ...common(view, "quantity", t("Quantity"), "pms-col-half"), type: "number", inputmode: "numeric", min: "1" })}
    ${inputField({ ...common(view, "price", t("Price of one ({currency})", { currency }), "pms-col-half"), inputmode: "decimal" })}
    ${inputField({ ...common(view, "description", t("Text on the folio"), "pms-col-12"), placeholder: t("As the charge is called") })} ${folioChoice(view)}
  </div>`;
}

export function paymentForm(view: FolioFormView): TemplateResult {
  const methods = (Object.keys(METHODS) as PaymentMethod[]).map((method) => ({ value: method, label: METHODS[method] }));
  return html`<div class="pms-grid">
    ${inputField({ ...common(view, "amount", t("Amount ({currency})", { currency: view.currency }), "pms-col-half"), inputmode: "decimal" })}
    ${selectField({ ...common(view, "method", t("Method"), "pms-col-half"), choices: methods })}
    ${inputField({ ...common(view, "reference", t("Reference"), "pms-col-12"), hint: t("The terminal's receipt number, say; never a card number.") })}
    ${folioChoice(view)}
  </div>`;
}

function folioChoice(view: FolioFormView): TemplateResult | typeof nothing {
  if (view.open.length < 2) return nothing;
  const choices = view.open.map(({ id, name }) => ({ value: id, label: name }));
  return selectField({ ...common(view, "folioId", t("Folio"), "pms-col-12"), choices });
}

function common({ typed, fields, change }: FolioFormView, name: keyof Posting, label: string, width: string): FieldOptions {
  return {
    id: `pms-folio-${name}`,
    label,
    width,
    value: typed[name],
    errors: fields[name] ?? [],
    onInput: (value) => change({ [name]: value }),
  };
}
