import { beforeEach, describe, expect, it } from "vitest";
import { clearFieldErrors, messagesFor, normaliseFieldName, showFieldErrors } from "../../src/components/forms/field-errors";

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `<form>
    <input id="first" name="guest.firstName">
    <input id="mail" name="guest.email" aria-describedby="mail-hint"><span id="mail-hint"></span>
    <div class="input-group"><span>EUR</span><input id="rate" name="nightlyRate"></div>
    <input type="hidden" name="propertyId">
  </form>`;
  form = document.querySelector("form") as HTMLFormElement;
});

const element = (id: string) => document.getElementById(id) as HTMLInputElement;

describe("showFieldErrors", () => {
  it("marks the inputs, ties the message to them and focuses the first", () => {
    showFieldErrors(form, { "guest.email": ["Not an e-mail address."], "guest.firstName": ["Missing.", "Too short."] });
    const described = element("first").getAttribute("aria-describedby") ?? "";
    expect(element("first").getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(described)?.textContent).toBe("Missing. Too short.");
    expect(element("mail").getAttribute("aria-describedby")).toMatch(/^mail-hint field-error-\d+$/);
    expect(document.activeElement).toBe(element("first"));
  });

  it("gives back what no visible input can show", () => {
    expect(showFieldErrors(form, { propertyId: ["Unknown property."], "stay.roomTypeId": ["Missing."] })).toEqual([
      "Property id: Unknown property.",
      "Stay room type id: Missing.",
    ]);
  });

  it("understands names in other spellings and messages inside a value", () => {
    expect(normaliseFieldName("json.guest[email]")).toBe("guest.email");
    expect(normaliseFieldName("/guest/email")).toBe("guest.email");
    expect(showFieldErrors(form, { "guest[email]": ["No."], "nightlyRate.amount": ["Too high."] })).toEqual([]);
    expect(element("rate").closest(".input-group")?.nextElementSibling?.textContent).toBe("Too high.");
  });

  it("does not take one name for another that begins alike", () => {
    expect(messagesFor({ roomTypeId: ["x"] }, "roomType")).toEqual([]);
    expect(messagesFor({ "roomType.id": ["x"] }, "roomType")).toEqual(["x"]);
  });

  it("leaves no trace when cleared", () => {
    const before = form.innerHTML;
    showFieldErrors(form, { "guest.email": ["No."], nightlyRate: ["No."] });
    clearFieldErrors(form);
    expect(form.innerHTML.replace(/ class=""/g, "")).toBe(before);
  });
});
