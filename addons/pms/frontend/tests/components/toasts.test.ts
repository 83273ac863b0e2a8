import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Toasts } from "../../src/components/dialogs/toasts";

let toasts: Toasts;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  toasts = new Toasts();
  document.body.append(toasts);
});
afterEach(() => {
  toasts.remove();
  vi.useRealTimers();
});

async function messages(): Promise<(string | undefined)[]> {
  await toasts.updateComplete;
  return [...toasts.querySelectorAll(".pms-toast-message")].map((one) => one.textContent ?? undefined);
}

describe("pms-toasts", () => {
  it("is one status region that stands before the first message", async () => {
    await toasts.updateComplete;
    expect(toasts.querySelector("[role=status]")).not.toBeNull();
  });

  it("lets each message leave after its own time", async () => {
    toasts.show({ message: "long", duration: 8000 });
    vi.advanceTimersByTime(3000);
    toasts.show({ message: "short", duration: 2000 });
    vi.advanceTimersByTime(1999);
    expect(await messages()).toEqual(["long", "short"]);
    vi.advanceTimersByTime(1);
    expect(await messages()).toEqual(["long"]);
    vi.advanceTimersByTime(2999);
    expect(await messages()).toEqual(["long"]);
    vi.advanceTimersByTime(1);
    expect(await messages()).toEqual([]);
  });

  it("stands still under the pointer, and goes on with what was left", async () => {
    toasts.show({ message: "moved", undo: () => undefined });
    await toasts.updateComplete;
    const region = toasts.querySelector(".pms-toasts");
    vi.advanceTimersByTime(7000);
    region?.dispatchEvent(new Event("mouseenter"));
    vi.advanceTimersByTime(60_000);
    expect(await messages()).toEqual(["moved"]);
    region?.dispatchEvent(new Event("mouseleave"));
    vi.advanceTimersByTime(999);
    expect(await messages()).toEqual(["moved"]);
    vi.advanceTimersByTime(1);
    expect(await messages()).toEqual([]);
  });

  it("undoes once, then is gone", async () => {
    const undo = vi.fn();
    toasts.show({ message: "moved", undo });
    toasts.show({ message: "later" });
    await toasts.updateComplete;
    const button = [...toasts.querySelectorAll("button")].find((one) => one.textContent?.trim() === "Undo");
    button?.click();
    expect(undo).toHaveBeenCalledOnce();
    expect(await messages()).toEqual(["later"]);
    expect(toasts.undoLatest()).toBe(false);
  });

  it("keeps what has no end", async () => {
    toasts.show({ message: "waiting", duration: Infinity });
    vi.advanceTimersByTime(3_600_000);
    expect(await messages()).toEqual(["waiting"]);
  });
});
