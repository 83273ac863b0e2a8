/** One way to speak to the API: typed results instead of exceptions, so that no caller can forget a failure. */
import { t } from "../language/translate";
import type { Problem } from "./types";

export type Success<T> = { ok: true; value: T; status: number; etag?: string };
/** The server answered and said no. */
export type Refusal = { ok: false; offline: false; problem: Problem };
/** The server was not reached, or no readable answer came: the change may or may not have happened. Retry with the same key. */
export type Unreached = { ok: false; offline: true; problem?: undefined };
export type Result<T> = Success<T> | Refusal | Unreached;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RequestOptions {
  method?: Method;
  body?: unknown;
  /** Sent as `If-Match: "<version>"`. */
  version?: number | string | undefined;
  /** Sent as `Idempotency-Key`. Writes get a fresh one when it is left out; pass your own to retry safely. */
  idempotencyKey?: string | undefined;
  /** Sent as `If-None-Match`; a 304 answers `{ok: true, status: 304, value: undefined}`. */
  ifNoneMatch?: string | undefined;
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal | undefined;
}

/** A fresh idempotency key. `crypto.randomUUID` exists only in secure contexts; a hotel's own http host is not one. */
export function newIdempotencyKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The token the page was given for writes of a logged-in session, or "" on pages without one. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Appends the query parts that have a value. */
export function withQuery(path: string, query: RequestOptions["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

/** Sends the request once and reads the answer. Rejects only when `signal` aborts (`AbortError`). */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Result<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(withQuery(path, options.query), requestInit(options));
    text = response.status === 204 || response.status === 304 ? "" : await response.text();
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    return { ok: false, offline: true };
  }
  if (response.ok || response.status === 304) return success<T>(response, text);
  return { ok: false, offline: false, problem: readProblem(response, text) };
}

export interface RetryOptions {
  attempts?: number;
  pause?: (attempt: number) => Promise<void>;
}

/**
 * Like {@link request}, but tries again with the same key while the server is not reached or busy (503, 429, a
 * first try still in flight), so the change happens once however often it is sent.
 */
export async function requestWithRetry<T>(
  path: string,
  options: RequestOptions,
  { attempts = 3, pause = backOff }: RetryOptions = {},
): Promise<Result<T>> {
  const keyed: RequestOptions = { ...options, idempotencyKey: options.idempotencyKey ?? newIdempotencyKey() };
  let result = await request<T>(path, keyed);
  for (let attempt = 1; attempt < attempts && worthRetrying(result); attempt += 1) {
    await pause(attempt);
    result = await request<T>(path, keyed);
  }
  return result;
}

export function worthRetrying(result: Result<unknown>): boolean {
  if (result.ok) return false;
  if (result.offline) return true;
  const { status, code } = result.problem;
  return status === 503 || status === 429 || code === "IDEMPOTENCY_IN_FLIGHT";
}

function backOff(attempt: number): Promise<void> {
  const longest = 250 * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, longest / 2 + Math.random() * (longest / 2)));
}

function requestInit(options: RequestOptions): RequestInit {
  const method = options.method ?? "GET";
  const headers = new Headers({ Accept: "application/json, application/problem+json" });
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (options.signal) init.signal = options.signal;
  if (options.ifNoneMatch !== undefined) headers.set("If-None-Match", options.ifNoneMatch);
  if (method === "GET") return init;

  headers.set("Content-Type", "application/json");
  headers.set("Idempotency-Key", options.idempotencyKey ?? newIdempotencyKey());
  const token = csrfToken();
  if (token !== "") headers.set("X-CSRF-Token", token);
  if (options.version !== undefined) headers.set("If-Match", options.version === "*" ? "*" : `"${options.version}"`);
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  else if (method !== "DELETE") init.body = "{}";
  return init;
}

function success<T>(response: Response, text: string): Result<T> {
  let value: unknown;
  try {
    value = text === "" ? undefined : JSON.parse(text);
  } catch {
    // A page instead of JSON: a proxy's sign-in or a login redirect. The answer is unknown, as with no network.
    return { ok: false, offline: true };
  }
  const etag = response.headers.get("ETag");
  return { ok: true, value: value as T, status: response.status, ...(etag === null ? {} : { etag }) };
}

/** Reads problem+json; anything else (a proxy's HTML page, say) becomes a problem with a sentence of our own. */
function readProblem(response: Response, text: string): Problem {
  const fallback: Problem = {
    type: "about:blank",
    title: t("The request failed"),
    status: response.status,
    detail: sentenceFor(response.status),
    code: codeFor(response.status),
    correlationId: response.headers.get("X-Correlation-ID") ?? "",
  };
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body)) return fallback;
    return { ...fallback, ...body, status: response.status };
  } catch {
    return fallback;
  }
}

function codeFor(status: number): string {
  const codes: Record<number, string> = {
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    412: "CONCURRENCY_CONFLICT",
    413: "VALIDATION_ERROR",
    429: "RATE_LIMITED",
    503: "UNAVAILABLE",
  };
  return codes[status] ?? (status >= 500 ? "UNAVAILABLE" : "VALIDATION_ERROR");
}

function sentenceFor(status: number): string {
  if (status === 401) return t("You have been signed out. Sign in again in another tab; what you typed here stays.");
  if (status === 403) return t("Your role does not allow this.");
  if (status === 404) return t("This no longer exists, or you may not see it.");
  if (status === 429) return t("Too many requests. Wait a moment and try again.");
  if (status >= 500) return t("The server could not answer. Nothing you typed is lost; try again.");
  return t("The server refused the request.");
}
