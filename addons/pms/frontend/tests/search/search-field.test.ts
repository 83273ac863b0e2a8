import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Result } from "../../src/api/http";
import type { Page, Reservation } from "../../src/api/types";
import { SearchField } from "../../src/calendar/view/search-field";
import type { Segment } from "../../src/state/model";
import { ReservationFinder } from "../../src/state/reservation-finder";
import { reservation } from "../components/reservations";
import { World } from "../state/world";

type Answer = Result<Page<Reservation>>;

const may = reservation({ id: "may", confirmationNumber: "72HL-BZS3-ALQQ" });
const june = reservation({ id: "june" });
let field: SearchField;
let asked: { q: string; answer(given: Answer): Promise<void>; signal: AbortSignal }[];
let chosen: string[];
let shown: (string | null)[];
let left: number;

const page = (...items: Reservation[]): Answer => ({ ok: true, status: 200, value: { items, nextCursor: null } });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const options = (): Element[] => [...field.element.querySelectorAll('[role="option"]')];
const words = (): string => field.element.querySelector(".board-matches")!.textContent;

async function type(text: string): Promise<void> {
  field.input.value = text;
  field.input.dispatchEvent(new Event("input"));
  await turn();
}

function press(key: string): boolean {
  return !field.input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
}

function mount(mayAsk = true): void {
  const { store } = new World(["ana", "101", 1, 3], ["anabel", "102", 2, 4]);
  const findReservations = (query: { q: string }, signal?: AbortSignal): Promise<Answer> =>
    new Promise((resolve) => {
      const answer = async (given: Answer): Promise<void> => {
        resolve(given);
        await turn();
      };
      asked.push({ q: query.q, answer, signal: signal! });
    });
  field = new SearchField(store, mayAsk ? new ReservationFinder("p1", { findReservations }, 0) : null, {
    found: (_matches: readonly Segment[] | null, current) => shown.push(current?.reservationId ?? null),
    describe: ({ id }) => ({ name: id, details: "15 Jul" }),
    chosen: ({ id }) => chosen.push(id),
    leave: () => (left += 1),
  });
  document.body.append(field.element);
}

beforeEach(() => {
  [asked, chosen, shown, left] = [[], [], [], 0];
  mount();
});

afterEach(() => field.element.remove());

describe("the search of the board", () => {
  it("asks nobody while the shown nights have it, and goes from one to the next", async () => {
    await type("ana");
    expect(words()).toBe("1 of 2");
    press("Enter");
    expect(shown).toEqual(["ana", "anabel"]);
    expect(asked).toEqual([]);
  });

  it("asks for other dates where the shown nights have nothing, and takes the person there", async () => {
    await type("72hlbzs3alqq");
    expect(asked.map(({ q }) => q)).toEqual(["72hlbzs3alqq"]);
    expect(words()).toBe("Searching…");
    await asked[0]!.answer(page(may));
    expect(words()).toBe("1 reservation found");
    expect(field.input.getAttribute("aria-expanded")).toBe("true");
    press("Enter");
    expect(chosen).toEqual(["may"]);
    expect(field.input.value).toBe("");
    expect(field.input.getAttribute("aria-expanded")).toBe("false");
  });

  it("names the active one of several to the field, which keeps the focus", async () => {
    await type("nobody here");
    await asked[0]!.answer(page(may, june));
    expect(words()).toBe("2 reservations found");
    press("ArrowDown");
    press("ArrowDown");
    expect(field.input.getAttribute("aria-activedescendant")).toBe(options()[1]!.id);
    expect(options().map((option) => option.getAttribute("aria-selected"))).toEqual(["false", "true"]);
    press("ArrowDown");
    press("Enter");
    expect(chosen).toEqual(["may"]);
  });

  it("asks on the arrow down although the shown nights match", async () => {
    await type("ana");
    expect(press("ArrowDown")).toBe(true);
    await turn();
    await asked[0]!.answer(page(june));
    (options()[0] as HTMLElement).click();
    expect(chosen).toEqual(["june"]);
  });

  it("shows the answer to the last question alone", async () => {
    await type("zoe");
    await type("zoe h");
    expect(asked[0]!.signal.aborted).toBe(true);
    await asked[1]!.answer(page(june));
    await asked[0]!.answer(page(may));
    expect(options().map((option) => option.firstChild!.textContent)).toEqual(["june"]);
  });

  it("closes the list first and is left after", async () => {
    await type("zoe");
    await asked[0]!.answer(page(may));
    press("Escape");
    expect([options().length, field.input.value, left]).toEqual([0, "zoe", 0]);
    press("Escape");
    expect([field.input.value, left]).toEqual(["", 1]);
  });

  it("says when nothing is found and when nobody answers", async () => {
    await type("zoe");
    await asked[0]!.answer(page());
    expect(words()).toBe("No reservation matches");
    press("Enter");
    await turn();
    await asked[1]!.answer({ ok: false, offline: true });
    expect(words()).toBe("Other dates could not be searched");
  });

  it("asks nothing for a single letter or for who may not read reservations", async () => {
    await type("z");
    field.element.remove();
    mount(false);
    await type("zoe");
    press("Enter");
    await turn();
    expect(asked).toEqual([]);
    expect(words()).toBe("No stay or room on these dates matches");
  });
});
