import { afterEach, describe, expect, it, vi } from "vitest";
import { partyWords } from "../../src/components/reservation/guest-cards";
import { changesOf } from "../../src/components/reservation/guest-forms";
import { GuestsPanel } from "../../src/components/reservation/guests-panel";
import { reservation } from "./reservations";
import { serve, settled } from "./server";

const LAYLA = { id: "g1", firstName: "Layla", lastName: "Haddad", email: "layla@example.com", phone: null, role: "MAIN" };
const OMAR = { id: "g2", firstName: "Omar", lastName: "Haddad", email: null, phone: "+351 210 000 000", role: "ACCOMPANYING" };
const LIST = "GET /api/pms/reservations/x1/guests";
const ADD = "POST /api/pms/reservations/x1/guests";
let panel: GuestsPanel;

async function open(rights: { mayName?: boolean; mayWrite?: boolean } = { mayName: true, mayWrite: true }): Promise<void> {
  panel = Object.assign(new GuestsPanel(), { reservation: reservation(), ...rights });
  document.body.append(panel);
  await settled(panel);
}

afterEach(() => {
  panel.remove();
  vi.unstubAllGlobals();
});

function button(text: string): HTMLButtonElement | undefined {
  return [...panel.querySelectorAll("button")].find((one) => one.textContent?.replace(/\s+/g, " ").trim().startsWith(text));
}

function type(id: string, text: string): void {
  const input = panel.querySelector<HTMLInputElement>(`#${id}`)!;
  input.value = text;
  input.dispatchEvent(new Event("input"));
}

async function send(): Promise<void> {
  panel.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled(panel);
}

describe("pms-guests-panel", () => {
  it("shows everybody with a way to reach them, and says what to do while nobody else is named", async () => {
    serve({ [LIST]: { body: { items: [LAYLA] } } });
    await open();
    expect(panel.querySelector(".pms-guest-name")?.getAttribute("href")).toBe("/pms/guests/g1");
    expect(panel.textContent).toContain("layla@example.com");
    expect(panel.textContent).toContain("Press “Add guest”");
  });

  it("offers those who may only look nothing", async () => {
    serve({ [LIST]: { body: { items: [LAYLA, OMAR] } } });
    await open({});
    expect(panel.querySelectorAll("button")).toHaveLength(0);
    expect(panel.querySelector('[href="tel:+351210000000"]')).not.toBeNull();
  });

  it("names a new guest with the version seen and tells the stay's new state", async () => {
    const asked = serve({ [LIST]: { body: { items: [LAYLA] } }, [ADD]: { body: reservation({ version: 4 }) } });
    await open();
    const told = new Promise<CustomEvent>((resolve) => panel.addEventListener("pms-guests-changed", (event) => resolve(event as CustomEvent)));
    button("Add guest")!.click();
    await settled(panel);
    expect(panel.dirty).toBe(false);
    type("pms-further-firstName", "Omar");
    type("pms-further-lastName", "Haddad");
    expect(panel.dirty).toBe(true);
    await send();
    expect(asked.at(-1)).toMatchObject({ version: '"3"', body: { role: "ACCOMPANYING", guest: { firstName: "Omar", lastName: "Haddad" } } });
    expect((await told).detail).toMatchObject({ reservation: { version: 4 }, sentence: "Omar Haddad is named for this stay." });
    expect(panel.querySelector("form")).toBeNull();
  });

  it("puts what the server refuses at its field and keeps what is typed", async () => {
    const problem = { code: "VALIDATION_ERROR", detail: "Please check.", fields: { "guest.email": ["Not an address."] } };
    serve({ [LIST]: { body: { items: [LAYLA] } }, [ADD]: { status: 422, body: problem } });
    await open();
    button("Add guest")!.click();
    await settled(panel);
    type("pms-further-lastName", "Haddad");
    type("pms-further-email", "omar@");
    await send();
    expect(panel.querySelector("#pms-further-email-error")?.textContent).toBe("Not an address.");
    expect(document.activeElement?.id).toBe("pms-further-email");
    expect(panel.querySelector<HTMLInputElement>("#pms-further-lastName")?.value).toBe("Haddad");
  });

  it("keeps what is typed when somebody else changed the profile, and saves against their version", async () => {
    let version = 7;
    const profile = () => ({ body: { ...LAYLA, version, phone: version === 8 ? "+351 999 111" : null } });
    const asked = serve({
      [LIST]: { body: { items: [LAYLA] } },
      "GET /api/pms/guests/g1": profile,
      "PATCH /api/pms/guests/g1": ({ version: seen }) => {
        if (seen === '"8"') return { body: { ...LAYLA, version: 9 } };
        version = 8;
        return { status: 412, body: { code: "CONCURRENCY_CONFLICT", detail: "Changed meanwhile." } };
      },
    });
    await open();
    button("Edit")!.click();
    await settled(panel);
    type("pms-details-email", "new@example.com");
    await send();
    expect(panel.querySelector<HTMLInputElement>("#pms-details-email")?.value).toBe("new@example.com");
    expect(panel.querySelector<HTMLInputElement>("#pms-details-phone")?.value).toBe("+351 999 111");
    expect(panel.querySelector("[role=alert]")?.textContent).toContain("Somebody else");
    await send();
    expect(asked.at(-1)).toMatchObject({ method: "PATCH", version: '"8"', body: { email: "new@example.com" } });
  });
});

describe("words and changes", () => {
  it("counts the party with the ages that are known", () => {
    expect(partyWords({ adults: 1, children: 0, childAges: null })).toBe("1 adult");
    expect(partyWords({ adults: 2, children: 1, childAges: null })).toBe("2 adults, 1 child");
    expect(partyWords({ adults: 2, children: 2, childAges: [4, 9] })).toBe("2 adults, 2 children (aged 4, 9)");
  });

  it("sends only what differs, and takes away what was emptied", () => {
    const before = { id: "g1", version: 1, firstName: "Layla", lastName: "Haddad", email: "a@example.com", phone: null };
    expect(changesOf(before, { firstName: "Layla ", lastName: "Haddad", email: " ", phone: "" })).toEqual({ email: null });
  });
});
