import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { request, requestWithRetry } from "../../src/api/http";

const answers: (Response | Error)[] = [];
const sent: { url: string; init: RequestInit; headers: Headers }[] = [];

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(status === 304 ? null : typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

beforeEach(() => {
  answers.length = sent.length = 0;
  document.head.innerHTML = '<meta name="csrf-token" content="page-token">';
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, init, headers: new Headers(init.headers) });
    const next = answers.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next ?? new Error("no answer prepared"));
  });
});
afterEach(() => vi.unstubAllGlobals());

function headersOf(one: { headers: Headers } | undefined): Record<string, string> {
  return Object.fromEntries([...(one?.headers ?? [])].map(([name, value]) => [name.toLowerCase(), value]));
}

const now = () => Promise.resolve();

describe("request", () => {
  it("sends JSON with the page's token, the version and a key", async () => {
    answers.push(answer(200, { id: "x", version: 8 }, { ETag: '"8"' }));
    const result = await request("/api/x", { method: "PATCH", body: { notes: "cot" }, version: 7, idempotencyKey: "key-0123456789abcdef" });
    expect(result).toEqual({ ok: true, value: { id: "x", version: 8 }, status: 200, etag: '"8"' });
    expect(sent[0]?.init.body).toBe('{"notes":"cot"}');
    expect(headersOf(sent[0])).toMatchObject({
      "content-type": "application/json",
      "x-csrf-token": "page-token",
      "if-match": '"7"',
      "idempotency-key": "key-0123456789abcdef",
    });
  });

  it("sends neither key nor token nor body with a GET, and leaves empty query parts out", async () => {
    answers.push(answer(200, { items: [] }));
    await request("/api/x", { query: { q: "a b", cursor: null, none: undefined, empty: "" } });
    expect(sent[0]?.url).toBe("/api/x?q=a+b");
    expect(sent[0]?.init.body).toBeUndefined();
    expect(Object.keys(headersOf(sent[0]))).toEqual(["accept"]);
  });

  it("tells a refusal from a network that is down", async () => {
    const problem = { type: "about:blank", title: "No", status: 409, detail: "Taken.", code: "ROOM_ALREADY_BOOKED", correlationId: "c", conflicts: [] };
    answers.push(answer(409, problem), new TypeError("failed to fetch"));
    expect(await request("/api/x", { method: "POST" })).toEqual({ ok: false, offline: false, problem });
    expect(await request("/api/x", { method: "POST" })).toEqual({ ok: false, offline: true });
  });

  it("makes a readable problem of an error page", async () => {
    answers.push(answer(502, "<html>Bad gateway</html>"));
    const result = await request("/api/x");
    expect(result).toMatchObject({ ok: false, offline: false, problem: { status: 502, code: "UNAVAILABLE" } });
  });

  it("does not take a page instead of JSON for success", async () => {
    answers.push(answer(200, "<html>Sign in</html>"));
    expect(await request("/api/x")).toEqual({ ok: false, offline: true });
  });

  it("answers an unchanged board without a value", async () => {
    answers.push(answer(304, "", { ETag: '"5"' }));
    expect(await request("/api/x", { ifNoneMatch: '"5"' })).toMatchObject({ ok: true, status: 304, value: undefined });
    expect(sent[0]?.headers.get("If-None-Match")).toBe('"5"');
  });

  it("rejects when its signal aborts, and only then", async () => {
    const abort = new AbortController();
    abort.abort();
    answers.push(new DOMException("aborted", "AbortError"));
    await expect(request("/api/x", { signal: abort.signal })).rejects.toThrow("aborted");
  });
});

describe("requestWithRetry", () => {
  it("tries again with the same key", async () => {
    answers.push(new TypeError("down"), answer(503, {}), answer(200, { done: true }));
    const result = await requestWithRetry("/api/x", { method: "POST", body: {} }, { pause: now });
    expect(result).toMatchObject({ ok: true, value: { done: true } });
    const keys = new Set(sent.map((one) => one.headers.get("Idempotency-Key")));
    expect(sent).toHaveLength(3);
    expect(keys.size).toBe(1);
  });

  it("does not repeat what was refused", async () => {
    answers.push(answer(422, { code: "VALIDATION_ERROR" }));
    await requestWithRetry("/api/x", { method: "POST" }, { pause: now });
    expect(sent).toHaveLength(1);
  });

  it("gives up after its attempts and says that the server was not reached", async () => {
    answers.push(new TypeError("down"), new TypeError("down"));
    expect(await requestWithRetry("/api/x", { method: "POST" }, { attempts: 2, pause: now })).toEqual({ ok: false, offline: true });
  });

  it("uses another key for another request", async () => {
    answers.push(answer(200, {}), answer(200, {}));
    await requestWithRetry("/api/x", { method: "POST" });
    await requestWithRetry("/api/x", { method: "POST" });
    expect(sent[0]?.headers.get("Idempotency-Key")).not.toBe(sent[1]?.headers.get("Idempotency-Key"));
  });
});
