/** What a step of several stays asks before it is taken: what it costs, and what is not paid. */
import { fetchFolios } from "../../api/folios";
import type { Result } from "../../api/http";
import { fetchCancellationTerms } from "../../api/reservations";
import type { Money, Problem } from "../../api/types";
import { t, tn } from "../../language/translate";
import type { AnswerForAll, RefusalOfAll, StepTogether } from "../../state/board-ports";
import { sharedElement } from "../base/modal";
import type { Choice, ConfirmDialog } from "../dialogs/confirm-dialog";
import { formatMoney } from "../format/money";
import { askNamedFee } from "./step-questions";

export async function askTogether(step: StepTogether, mayReadFolio: boolean): Promise<AnswerForAll> {
  if (step.command === "cancel") return askCancel(step);
  if (step.command === "check-out" && mayReadFolio) return askCheckOut(step);
  return {};
}

async function askCancel({ ids, label }: StepTogether): Promise<AnswerForAll> {
  const terms = known(await Promise.all(ids.map((id) => fetchCancellationTerms(id))));
  const fee = terms && sumOf(terms.map((one) => one.fee));
  const costs =
    fee === undefined
      ? t("What it costs could not be read; the house's terms apply.")
      : fee.amount === 0
        ? t("This is free of charge.")
        : t("The fee is {fee} for all of them, posted to their folios.", { fee: formatMoney(fee) });
  const frees = tn("{count} stay is cancelled and its room becomes free.", "{count} stays are cancelled and their rooms become free.", ids.length);
  const value = await choose({
    title: t("{action}?", { action: label }),
    message: `${frees} ${costs}`,
    choices: feeChoices(fee, label, terms?.every(({ mayWaive }) => mayWaive) ?? false),
    cancelLabel: t("Keep them"),
  });
  if (value === null) return null;
  return value === "waive" ? { feeWaived: true } : fee === undefined ? {} : { expectedFee: fee };
}

function feeChoices(fee: Money | undefined, label: string, mayWaive: boolean): Choice[] {
  if (fee === undefined || fee.amount === 0) return [{ value: "charge", label, kind: "danger" }];
  const charge: Choice = { value: "charge", label: t("{action}, charge {fee}", { action: label, fee: formatMoney(fee) }), kind: "danger" };
  return mayWaive ? [{ value: "waive", label: t("{action}, no fee", { action: label }), kind: "plain" }, charge] : [charge];
}

async function askCheckOut({ ids, label }: StepTogether): Promise<AnswerForAll> {
  const folios = known(await Promise.all(ids.map((id) => fetchFolios(id))));
  const open = folios === undefined ? [] : folios.map(({ balance }) => balance).filter(({ amount }) => amount > 0);
  const owed = sumOf(open);
  if (owed === undefined) return {};
  const message = tn("{amount} of {count} folio is not paid yet.", "{amount} of {count} folios is not paid yet.", open.length, { amount: formatMoney(owed) });
  const title = t("Check out with an open balance?");
  return (await choose({ title, message, choices: [{ value: "go", label, kind: "danger" }] })) === null ? null : {};
}

/**
 * The server wants a yes: to another sum than the one shown, or to each stay's fee. Undefined when it is no question
 * but a refusal.
 */
export async function askAgain(problem: Problem, mayWaive: boolean): Promise<AnswerForAll | undefined> {
  if (problem.code !== "CONFIRMATION_REQUIRED") return undefined;
  const members = problem.members ?? [];
  if (members.length === 0) return problem.fee === undefined ? undefined : askNamedFee(problem.detail, problem.fee, mayWaive);
  if (members.some(({ code }) => code !== "CONFIRMATION_REQUIRED")) return undefined;
  const yes: Choice = { value: "yes", label: t("Continue"), kind: "danger" };
  const value = await choose({
    title: t("Please confirm"),
    message: members.map(({ confirmationNumber, detail }) => `${confirmationNumber}: ${detail}`).join(" "),
    choices: mayWaive ? [{ value: "waive", label: t("Continue, no fee"), kind: "plain" }, yes] : [yes],
  });
  if (value === null) return null;
  return value === "waive" ? { confirm: true, feeWaived: true } : { confirm: true };
}

/** All the answers, or undefined when one is missing. */
function known<T>(results: Result<T>[]): T[] | undefined {
  const values = results.flatMap((result) => (result.ok ? [result.value] : []));
  return values.length === results.length ? values : undefined;
}

function sumOf(amounts: Money[]): Money | undefined {
  const [first] = amounts;
  return first && { ...first, amount: amounts.reduce((sum, { amount }) => sum + amount, 0) };
}

function choose(question: Parameters<ConfirmDialog["choose"]>[0]): Promise<string | null> {
  return sharedElement<ConfirmDialog>("pms-confirm-dialog").choose(question);
}

/** Says why none took the step; whether those that can shall take it now. */
export async function tellRefusalOfAll({ sentence, reasons, others }: RefusalOfAll): Promise<boolean> {
  const choices: Choice[] = others === undefined ? [] : [{ value: "others", label: others }];
  const value = await choose({ title: t("Nothing was changed"), message: sentence, details: reasons, choices, cancelLabel: t("Close") });
  return value === "others";
}
