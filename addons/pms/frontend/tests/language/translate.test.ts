import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** Polish numbers take three forms: 1, 2–4 (but not 12–14), and the others. */
const POLISH = Array.from({ length: 200 }, (_, n) => (n === 1 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2)).join("");

/** A fresh page that carries `messages`. */
async function page(messages: object | null): Promise<typeof import("../../src/language/translate")> {
  document.head.innerHTML = messages === null ? "" : `<script type="application/json" id="oppsera-messages">${JSON.stringify(messages)}</script>`;
  return import("../../src/language/translate");
}

beforeEach(() => vi.resetModules());
afterEach(() => (document.head.innerHTML = ""));

describe("what scripts say", () => {
  it("is English where the page carries no translations", async () => {
    const { t, tn } = await page(null);
    expect(t("room {number}", { number: "204" })).toBe("room 204");
    expect([0, 1, 2].map((count) => tn("{count} night", "{count} nights", count))).toEqual(["0 nights", "1 night", "2 nights"]);
  });

  it("is the page's language, with values where its grammar wants them", async () => {
    const { t } = await page({ texts: { "Actions for {guest} in {room}": "{room}: ações para {guest}" }, forms: "10" });
    expect(t("Actions for {guest} in {room}", { guest: "Ana", room: "204" })).toBe("204: ações para Ana");
    expect(t("Not translated")).toBe("Not translated");
  });

  it("takes the form of the number", async () => {
    const { t, tn } = await page({ texts: { "{count} night": ["{count} noc", "{count} noce", "{count} nocy"] }, forms: POLISH });
    const nights = (count: number): string => tn("{count} night", "{count} nights", count);
    expect([1, 2, 5, 12, 22, 212, 1003].map(nights)).toEqual(["1 noc", "2 noce", "5 nocy", "12 nocy", "22 noce", "212 nocy", "1003 noce"]);
    expect(t("{count} night", { count: 1 })).toBe("1 noc");
  });

  it("leaves a value that is not given visible", async () => {
    const { t } = await page(null);
    expect(t("room {number}")).toBe("room {number}");
  });

  it("does not read a value's own braces as a place", async () => {
    const { t } = await page(null);
    expect(t("Actions for {guest}", { guest: "{guest} & {room}" })).toBe("Actions for {guest} & {room}");
  });
});
