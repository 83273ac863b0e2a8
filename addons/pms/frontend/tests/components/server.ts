/** A server of a test's own behind `fetch`: answers by method and path, and remembers what it was asked. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown> | undefined;
  version: string | null;
}

type Answer = { status?: number; body: unknown };

/** `routes` maps "GET /api/…" to what is answered; a function is asked anew each time. */
export function serve(routes: Record<string, Answer | ((asked: Asked) => Answer)>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://hotel.example").pathname;
    const { method = "GET" } = init;
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : undefined;
    const request = { method, path, body, version: new Headers(init.headers).get("If-Match") };
    asked.push(request);
    const route = routes[`${method} ${path}`];
    if (route === undefined) throw new Error(`nothing answers ${method} ${path}`);
    const { status = 200, body: answer } = typeof route === "function" ? route(request) : route;
    return new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json" } });
  });
  return asked;
}

/** Until all answers that are on their way have been shown. */
export async function settled(element: { updateComplete: Promise<boolean> }): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await element.updateComplete;
  }
}
