import { beforeEach, describe, expect, it } from "vitest";
import { serialise } from "../../src/components/forms/serialise";

function formOf(inputs: string): HTMLFormElement {
  document.body.innerHTML = `<form>${inputs}</form>`;
  return document.querySelector("form") as HTMLFormElement;
}

beforeEach(() => (document.documentElement.dataset["locale"] = "en"));

describe("serialise", () => {
  it("reads each type and nests by dots", () => {
    const form = formOf(`
      <input name="guest.firstName" value=" Layla ">
      <input name="guest.phone" value="">
      <input name="adults" data-type="integer" value="2">
      <input name="rate" data-type="money" data-currency="EUR" value="1,120.50">
      <input name="percent" data-type="number" value="6,5">
      <input name="arrival" data-type="date" value="2027-03-15">
      <input name="releaseAt" data-type="instant" data-timezone="Asia/Kathmandu" value="2027-03-15T18:00">
      <input name="features" data-type="json" value='["balcony"]'>
      <select name="active" data-type="boolean"><option value="true" selected></option></select>
      <textarea name="notes"> two
lines </textarea>`);
    expect(serialise(form, "omit")).toEqual({
      fields: {},
      body: {
        guest: { firstName: "Layla" },
        adults: 2,
        rate: { amount: 112050, currency: "EUR" },
        percent: 6.5,
        arrival: "2027-03-15",
        releaseAt: "2027-03-15T12:15:00Z",
        features: ["balcony"],
        active: true,
        notes: " two\nlines ",
      },
    });
  });

  it("sends empty inputs as the rule says, an input's own rule first", () => {
    const inputs = '<input name="a" value=""><input name="b" data-empty="omit" value=" "><input name="c" data-empty="text" value="">';
    expect(serialise(formOf(inputs), "null").body).toEqual({ a: null, c: "" });
    expect(serialise(formOf(inputs), "omit").body).toEqual({ c: "" });
  });

  it("collects boxes, lists by place, radios and several options", () => {
    const form = formOf(`
      <input type="checkbox" name="roles[]" value="desk" checked><input type="checkbox" name="roles[]" value="desk2">
      <input type="checkbox" name="floors[]" data-type="integer" value="1"><input type="checkbox" name="active">
      <input type="radio" name="kind" value="PERCENT"><input type="radio" name="kind" value="AMOUNT" checked>
      <input name="lines.0.code" value="A"><input name="lines.1.code" value="B">
      <select name="days" multiple><option value="mon" selected></option><option value="tue" selected></option></select>`);
    expect(serialise(form, "omit").body).toEqual({
      roles: ["desk"],
      floors: [],
      active: false,
      kind: "AMOUNT",
      lines: [{ code: "A" }, { code: "B" }],
      days: ["mon", "tue"],
    });
  });

  it("counts only the pressed button, and nothing disabled or unnamed", () => {
    const form = formOf(`
      <button name="condition" value="CLEAN" id="clean"></button><button name="condition" value="DIRTY"></button>
      <input name="off" value="1" disabled><input value="x">`);
    expect(serialise(form, "omit", document.getElementById("clean")).body).toEqual({ condition: "CLEAN" });
    expect(serialise(form, "omit", null).body).toEqual({});
  });

  it("names what it cannot read instead of guessing", () => {
    const form = formOf(`
      <input name="adults" data-type="integer" value="2.5"><input name="rate" data-type="money" data-currency="EUR" value="1.234">
      <input name="features" data-type="json" value="{"><input name="n" data-type="number" value="x">`);
    const { fields, body } = serialise(form, "omit");
    expect(Object.keys(fields)).toEqual(["adults", "rate", "features", "n"]);
    expect(body).toEqual({});
  });

  it("keeps blanks in passwords", () => {
    expect(serialise(formOf('<input type="password" name="password" value=" a b ">'), "omit").body).toEqual({ password: " a b " });
  });

  it("cannot be made to write into prototypes", () => {
    serialise(formOf('<input name="__proto__.polluted" value="1"><input name="constructor.prototype.polluted" value="1">'), "omit");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
