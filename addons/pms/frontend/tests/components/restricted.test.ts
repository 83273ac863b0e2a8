import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfirmDialog } from "../../src/components/dialogs/confirm-dialog";
import { save } from "../../src/components/reservation/drawer-commands";
import { DrawerSession } from "../../src/components/reservation/drawer-session";
import { newDraft } from "../../src/components/reservation/draft";
import { property, reservation } from "./reservations";
import { serve } from "./server";

const RULE = "The shortest stay is 3 nights. Book all the same?";
const PATH = "POST /api/pms/reservations";

function typed(): DrawerSession {
  const session = new DrawerSession(property, () => undefined, () => undefined);
  session.draft = { ...newDraft({ roomTypeId: "t1" }, property), lastName: "Haddad", notes: "Late" };
  return session;
}

async function press(text: string): Promise<void> {
  const dialog = await vi.waitUntil(() => document.querySelector<ConfirmDialog>("pms-confirm-dialog"));
  const button = await vi.waitUntil(() => [...dialog.querySelectorAll("button")].find((one) => one.textContent?.includes(text)));
  expect(dialog.textContent).toContain(RULE);
  button.click();
}

afterEach(() => {
  document.querySelector("pms-confirm-dialog")?.remove();
  vi.unstubAllGlobals();
});

describe("a stay that breaks a rule of sale", () => {
  const question = { status: 409, body: { code: "CONFIRMATION_REQUIRED", detail: RULE, restrictions: [{ rule: "MIN_STAY" }] } };

  it("is sent again with a yes", async () => {
    const asked = serve({ [PATH]: ({ body }) => (body?.["confirm"] === true ? { status: 201, body: reservation() } : question) });
    const saving = save(typed());
    await press("Book all the same");
    expect((await saving)?.reservation.id).toBe("x1");
    expect(asked.map(({ body }) => body?.["confirm"])).toEqual([undefined, true]);
  });

  it("is not sent again after a no, and what is typed stays", async () => {
    const asked = serve({ [PATH]: question });
    const session = typed();
    const saving = save(session);
    await press("Back to the form");
    expect(await saving).toBeUndefined();
    expect(asked).toHaveLength(1);
    expect(session.draft).toMatchObject({ lastName: "Haddad", notes: "Late" });
    expect(session.busy).toBeUndefined();
  });

  it("is refused with the rule's sentence where nobody may say yes", async () => {
    serve({ [PATH]: { status: 409, body: { code: "STAY_RESTRICTED", detail: "The shortest stay is 3 nights.", restrictions: [] } } });
    const session = typed();
    expect(await save(session)).toBeUndefined();
    expect(session.notice?.sentence).toBe("The shortest stay is 3 nights.");
    expect(document.querySelector("pms-confirm-dialog")).toBeNull();
  });
});
