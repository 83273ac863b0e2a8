import { request, type Result } from "./http";
import type { Page } from "./types";

/** Follows the pages of a list to its end; for lists that are short: a hotel's rooms, a reservation's history. */
export async function fetchAll<T>(path: string, query: Record<string, string> = {}): Promise<Result<T[]>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Result<Page<T>> = await request(path, { query: { ...query, limit: 200, cursor } });
    if (!page.ok) return page;
    items.push(...page.value.items);
    cursor = page.value.nextCursor;
  } while (cursor !== null);
  return { ok: true, status: 200, value: items };
}
