/** What a step of several stays asks before it is taken: what it costs, and what is not paid. */
import type { BookingProblem } from "../../api/bookings";
import { fetchFolios } from "../../api/folios";
import type { Result } from "../../api/http";
import { fetchCancellationTerms } from "../../api/reservations";
import type { Money, Reservation } from "../../api/types";
import { t, tn } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { Choice, ConfirmDialog } from "../dialogs/confirm-dialog";
import { formatMoney } from "../format/money";
import type { PartyStep } from "./party";
import { askNamedFee } from "./step-questions";

/** The body to send with the step, or null for "no". */
export type PartyAnswer = Record<string, unknown> | null;

export async function askPartyStep(step: PartyStep, mayReadFolio: boolean): Promise<PartyAnswer> {
  if (step.command === "cancel") return askCancel(step);
  if (step.command === "check-out" && mayReadFolio) return askCheckOut(step);
  return {};
}

async function askCancel({ stays, label }: PartyStep): Promise<PartyAnswer> {
  const terms = known(await Promise.all(stays.map(({ id }) => fetchCancellationTerms(id))));
  const fee = terms && sumOf(terms.map((one) => one.fee));
  const costs =
    fee === undefined
      ? t("What it costs could not be read; the house's terms apply.")
      : fee.amount === 0
        ? t("This is free of charge.")
        : t("The fee is {fee} for all of them, posted to their folios.", { fee: formatMoney(fee) });
  const frees = tn("{count} stay of this booking is cancelled and its room becomes free.", "{count} stays of this booking are cancelled and their rooms become free.", stays.length);
  const value = await choose({
    title: tn("Cancel {count} room?", "Cancel {count} rooms?", stays.length),
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

async function askCheckOut({ stays, label }: PartyStep): Promise<PartyAnswer> {
  const folios = known(await Promise.all(stays.map(({ id }) => fetchFolios(id))));
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
export async function askAgain(problem: BookingProblem, mayWaive: boolean): Promise<PartyAnswer | undefined> {
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

/** The stays that were not in the way, so that they can go ahead alone. */
export function othersOf(stays: readonly Reservation[], problem: BookingProblem): Reservation[] {
  const refused = new Set((problem.members ?? []).map(({ reservationId }) => reservationId));
  return refused.size === 0 ? [] : stays.filter(({ id }) => !refused.has(id));
}
