import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OppseraForm } from "../../src/components/forms/oppsera-form";

type Sent = { url: string; method: string; body: unknown; headers: Headers };
let answers: (Response | Error)[] = [];
let sent: Sent[] = [];

beforeEach(() => {
  answers = [];
  sent = [];
  vi.spyOn(globalThis, "setTimeout").mockImplementation((work: TimerHandler) => {
    queueMicrotask(work as () => void); // the pauses between tries take no time here
    return 0 as unknown as ReturnType<typeof setTimeout>;
  });
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, method: init.method ?? "", body: init.body && JSON.parse(String(init.body)), headers: new Headers(init.headers) });
    const next = answers.shift() ?? new TypeError("down");
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next);
  });
});
afterEach(() => vi.unstubAllGlobals());

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function page(attributes: string, inputs = '<input name="name" value="Double"><button type="submit">Save</button>'): OppseraForm {
  document.body.innerHTML = `<oppsera-form ${attributes}>${inputs}</oppsera-form>`;
  return document.querySelector("oppsera-form") as OppseraForm;
}

const notice = (element: OppseraForm) => element.querySelector<HTMLElement>(".oppsera-form-notice");

describe("oppsera-form", () => {
  it("wraps plain inputs and sends them with the version, then takes the new one", async () => {
    const element = page('action="/api/x/1" method="PATCH" data-version="7"');
    answers.push(json(200, { version: 8 }), json(200, { version: 9 }));
    await element.submit();
    await element.submit();
    expect(sent.map((one) => one.headers.get("If-Match"))).toEqual(['"7"', '"8"']);
    expect(sent[0]).toMatchObject({ url: "/api/x/1", method: "PATCH", body: { name: "Double" } });
    expect(notice(element)?.getAttribute("role")).toBe("status");
  });

  it("keeps the key while the server is not reached, also when the person sends again", async () => {
    const element = page('action="/api/x"');
    await element.submit();
    expect(notice(element)?.getAttribute("role")).toBe("alert");
    const before = sent.length;
    expect(before).toBeGreaterThan(1);
    answers.push(json(201, {}));
    await element.submit();
    expect(sent).toHaveLength(before + 1);
    expect(new Set(sent.map((one) => one.headers.get("Idempotency-Key"))).size).toBe(1);
  });

  it("uses a new key for changed input, and after a refusal", async () => {
    const element = page('action="/api/x"');
    answers.push(json(422, { detail: "No." }), json(422, { detail: "No." }), json(201, {}));
    await element.submit();
    await element.submit();
    (element.querySelector("input") as HTMLInputElement).value = "Twin";
    await element.submit();
    expect(new Set(sent.map((one) => one.headers.get("Idempotency-Key"))).size).toBe(3);
  });

  it("shows the server's fields at the inputs and leaves what was typed", async () => {
    const element = page('action="/api/x"');
    answers.push(json(422, { detail: "Some fields need your attention.", fields: { name: ["In use already."], other: ["Unknown field."] } }));
    const refused = vi.fn();
    element.addEventListener("oppsera-form-refused", refused);
    await element.submit();
    const input = element.querySelector("input") as HTMLInputElement;
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(input.value).toBe("Double");
    expect(document.activeElement).toBe(input);
    expect(notice(element)?.textContent).toContain("Some fields need your attention.");
    expect(notice(element)?.textContent).toContain("Other: Unknown field.");
    expect(refused).toHaveBeenCalledOnce();
  });

  it("sends nothing while a required input is empty", async () => {
    const element = page('action="/api/x"', '<input name="name" required><button>Save</button>');
    await element.submit();
    expect(sent).toHaveLength(0);
    expect(element.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  });

  it("does not send twice while the first is on its way", async () => {
    const element = page('action="/api/x"');
    answers.push(json(201, {}), json(201, {}));
    const first = element.submit();
    expect(element.querySelector("button")?.disabled).toBe(true);
    await Promise.all([first, element.submit()]);
    expect(sent).toHaveLength(1);
    expect(element.querySelector("button")?.disabled).toBe(false);
  });

  it("takes the second click of a double-click for none", async () => {
    const element = page('action="/api/x"', '<input name="name" value="Double"><button>Check out</button>');
    await Promise.resolve();
    answers.push(json(201, {}));
    const button = element.querySelector("button") as HTMLElement;
    const click = (detail: number) => button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
    expect(click(2)).toBe(false);
    expect(sent).toHaveLength(0);
    expect(click(1)).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it("shows once-only parts of the answer, and lets a listener take over", async () => {
    const element = page('action="/api/tokens"', '<button>Create</button><div data-answer-panel hidden><code data-answer="token"></code></div>');
    answers.push(json(201, { token: "opp_secret" }), json(201, { token: "opp_other" }));
    await element.submit();
    expect(element.querySelector("code")?.textContent).toBe("opp_secret");
    expect(element.querySelector<HTMLElement>("[data-answer-panel]")?.hidden).toBe(false);
    element.addEventListener("oppsera-form-saved", (event) => event.preventDefault());
    await element.submit();
    expect(element.querySelector("code")?.textContent).toBe("opp_secret");
  });

  it("sends what the pressed button says", async () => {
    const element = page('action="/api/rooms/1/status"', '<button name="condition" value="CLEAN">Clean</button><button name="condition" value="DIRTY" id="dirty">Dirty</button>');
    answers.push(json(200, {}));
    await element.submit(document.getElementById("dirty"));
    expect(sent[0]?.body).toEqual({ condition: "DIRTY" });
  });

  it("deletes without a body", async () => {
    const element = page('action="/api/x/1" method="delete"', "<button>Delete</button>");
    answers.push(new Response(null, { status: 204 }));
    await element.submit();
    expect(sent[0]).toMatchObject({ method: "DELETE", body: undefined });
  });
});
