/** What the harness does with the components, one story each; an assertion that fails throws. */
import assert from "node:assert/strict";

const drawer = (page) => page.getByRole("dialog", { name: "Reservation" });
const openNew = (page, prefill = {}) => page.evaluate((given) => document.querySelector("pms-reservation-drawer").openNew(given), prefill);
const open = (page, id, options = {}) =>
  page.evaluate(([given, more]) => document.querySelector("pms-reservation-drawer").open(given, more), [id, options]);
const sent = (requests, method, path) => requests.filter((one) => one.method === method && one.path === path);

export const scenarios = {
  async "form-refused"({ page, requests }) {
    await page.getByRole("button", { name: "Save room type" }).click();
    await page.getByText("Please check the marked fields.").waitFor();
    assert.equal(await page.locator("#code").getAttribute("aria-invalid"), "true");
    assert.equal(sent(requests, "POST", "/api/pms/room-types").length, 0);
    await page.locator("#code").fill("DBL");
    await page.locator("#name").fill("Double");
    await page.getByRole("button", { name: "Save room type" }).click();
    await page.getByText("This code is in use already.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "code");
    assert.equal(await page.locator("#name").inputValue(), "Double");
    const [request] = sent(requests, "POST", "/api/pms/room-types");
    assert.deepEqual(request.body, { code: "DBL", name: "Double", maxAdults: 2, baseRate: { amount: 12000, currency: "EUR" }, active: true });
    assert.equal(request.headers["x-csrf-token"], "harness-token");
    assert.match(request.headers["idempotency-key"], /^[\w-]{16,64}$/);
  },

  async "form-saved"({ page }) {
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByText("opp_0f8fad5bd9cb469fa16570867728950e_q1w2e3").waitFor();
  },

  async "drawer-new"({ page }) {
    await openNew(page, { roomId: "r2", checkInDate: "2027-03-15", checkOutDate: "2027-03-18" });
    await drawer(page).getByText("quoted price").waitFor();
    await drawer(page).getByText("2 rooms free on all these nights").waitFor();
    await drawer(page).getByText("€360.00").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "pms-guest-search");
  },

  async "drawer-guest-search"({ page }) {
    await openNew(page);
    const search = page.getByRole("combobox", { name: "Find a guest" });
    await search.fill("Hadd");
    await page.getByRole("option", { name: /Layla Haddad/ }).waitFor();
    await search.press("ArrowDown");
  },

  async "drawer-invalid"({ page, requests }) {
    await openNew(page);
    await drawer(page).getByRole("button", { name: "Create reservation" }).click();
    await drawer(page).getByText("Enter the last name.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "pms-field-lastName");
    assert.equal(sent(requests, "POST", "/api/pms/reservations").length, 0);
  },

  async "drawer-conflict"({ page, requests }) {
    await openNew(page, { roomId: "r1", checkInDate: "2027-03-15", checkOutDate: "2027-03-18" });
    await page.getByRole("combobox", { name: "Find a guest" }).fill("Layla");
    await page.getByRole("option", { name: /Layla Haddad/ }).click();
    await drawer(page).getByRole("button", { name: "Create reservation" }).click();
    const conflict = page.getByRole("dialog", { name: "Room not available" });
    await conflict.getByText("Miguel Duarte").waitFor();
    assert.equal(await conflict.getByRole("listitem").filter({ has: page.getByRole("button") }).count(), 3);
    assert.equal(sent(requests, "POST", "/api/pms/reservations").length, 1);
  },

  async "drawer-alternative-taken"({ page, requests }) {
    await scenarios["drawer-conflict"]({ page, requests });
    await page.getByRole("button", { name: /Room 203/ }).click();
    await page.getByRole("status").getByText("Reservation OPP-7K3M2 for Layla Haddad created.").waitFor();
    const [first, second] = sent(requests, "POST", "/api/pms/reservations");
    assert.equal(second.body.roomId, "r3");
    assert.notEqual(first.headers["idempotency-key"], second.headers["idempotency-key"]);
    await drawer(page).waitFor({ state: "hidden" });
  },

  async "drawer-edit"({ page }) {
    await open(page, "x1");
    await drawer(page).getByRole("button", { name: "Check in" }).waitFor();
    await drawer(page).getByRole("tab", { name: "Channel" }).waitFor();
    assert.equal(await drawer(page).getByLabel("Room", { exact: true }).inputValue(), "r1");
    assert.equal(await drawer(page).getByLabel("Keep this room").isChecked(), false);
    await drawer(page).getByText("rooms free on all these nights").waitFor();
  },

  async "drawer-checked-in"({ page, requests }) {
    await open(page, "x1");
    await drawer(page).getByRole("button", { name: "Check in" }).click();
    await drawer(page).getByText("In-house", { exact: true }).first().waitFor();
    assert.equal(sent(requests, "POST", "/api/pms/reservations/x1/check-in")[0].headers["if-match"], '"3"');
    assert.equal(await drawer(page).getByLabel("Arrival").isDisabled(), true);
  },

  async "drawer-changed-elsewhere"({ page }) {
    await open(page, "x1");
    await drawer(page).getByLabel("Notes").fill("Baby cot");
    await drawer(page).getByRole("button", { name: "Save changes" }).click();
    await drawer(page).getByText("Ana Sousa changed this reservation a moment ago.").waitFor();
    assert.equal(await drawer(page).getByLabel("Notes").inputValue(), "Baby cot");
    await drawer(page).getByRole("button", { name: /keep my changes/ }).click();
    await drawer(page).getByText("Ana Sousa changed").waitFor({ state: "detached" });
    assert.equal(await drawer(page).getByLabel("Notes").inputValue(), "Baby cot");
  },

  async "drawer-moved"({ page, requests }) {
    await open(page, "x1");
    await drawer(page).getByLabel("Arrival").fill("2027-03-17");
    await drawer(page).getByLabel("Departure").fill("2027-03-19");
    await drawer(page).getByLabel("Room", { exact: true }).selectOption("r3");
    await drawer(page).getByRole("button", { name: "Change guest" }).click();
    await drawer(page).getByLabel("Last name").fill("Costa");
    await drawer(page).getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("status").getByText(/saved\./).waitFor();
    assert.deepEqual(sent(requests, "POST", "/api/pms/guests")[0].body, { firstName: "", lastName: "Costa" });
    const [moved] = sent(requests, "POST", "/api/pms/calendar/move");
    assert.deepEqual(moved.body.from, { roomId: "r1", checkInDate: "2027-03-15", checkOutDate: "2027-03-18", version: 3 });
    assert.deepEqual(moved.body.to, { roomId: "r3", checkInDate: "2027-03-17" });
    const [changed] = sent(requests, "PATCH", "/api/pms/reservations/x1");
    assert.deepEqual(changed.body, { guestId: "g7", checkOutDate: "2027-03-19" });
    assert.equal(changed.headers["if-match"], '"4"');
  },

  async "drawer-history"({ page }) {
    await open(page, "x1", { tab: "history" });
    await drawer(page).getByText("Moved", { exact: true }).waitFor();
    await drawer(page).getByText("Ana Sousa · ").waitFor();
    await drawer(page).getByText("A colleague · ").waitFor();
  },

  async "drawer-panels"({ page }) {
    await open(page, "x1");
    await drawer(page).getByRole("tab", { name: "Channel" }).click();
    await drawer(page).getByText("Booked through Example Travel").waitFor();
    await page.keyboard.press("ArrowRight");
    await drawer(page).getByText("“Loyalty” could not be shown.").waitFor();
  },

  async "drawer-missing"({ page }) {
    await open(page, "gone");
    await drawer(page).getByText("no longer exists").waitFor();
  },

  async "drawer-offline"({ page, requests }) {
    await openNew(page, { roomId: "r2", checkInDate: "2027-03-15", checkOutDate: "2027-03-18" });
    await drawer(page).getByLabel("Last name").fill("Costa");
    const keys = [];
    await page.route("**/api/pms/reservations", (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      return keys.length === 1 ? route.abort() : route.continue();
    });
    await drawer(page).getByRole("button", { name: "Create reservation" }).click();
    await drawer(page).getByText("The server could not be reached.").waitFor();
    assert.equal(await drawer(page).getByLabel("Last name").inputValue(), "Costa");
    await drawer(page).getByRole("button", { name: "Create reservation" }).click();
    await page.getByRole("status").getByText(/created\./).waitFor();
    assert.equal(keys[0], keys[1]);
    assert.equal(sent(requests, "POST", "/api/pms/reservations").length, 1);
  },

  async "drawer-not-loaded"({ page }) {
    await page.route("**/drawer-controller*", (route) => route.abort());
    await page.reload();
    await openNew(page);
    await drawer(page).getByText("The form could not be loaded.").waitFor();
    await page.unroute("**/drawer-controller*");
    await drawer(page).getByRole("button", { name: "Try again" }).click();
    await drawer(page).getByRole("button", { name: "Create reservation" }).waitFor();
  },

  async "drawer-discard"({ page }) {
    await page.locator("#opener").focus();
    await open(page, "x1");
    await drawer(page).getByLabel("Notes").fill("Baby cot");
    await page.keyboard.press("Escape");
    await page.getByRole("alertdialog", { name: "Discard what you entered?" }).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await drawer(page).getByLabel("Notes").inputValue(), "Baby cot");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Discard", exact: true }).last().click();
    await drawer(page).waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement?.id), "opener");
  },

  async "drawer-focus-trap"({ page }) {
    await open(page, "x1");
    await page.evaluate(() => (window.letters = []) && addEventListener("keydown", (event) => window.letters.push(event.key)));
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.querySelector(".pms-drawer").contains(document.activeElement)), true, `after ${press + 1}`);
    }
    assert.deepEqual(await page.evaluate(() => window.letters), []);
  },

  async conflict({ page }) {
    await page.evaluate(() => {
      window.choice = document.querySelector("pms-conflict-dialog").show({
        guestName: "Layla Haddad", roomNumber: "201", checkInDate: "2027-03-15", checkOutDate: "2027-03-18",
        conflicts: [
          { kind: "RESERVATION", roomId: "r1", startDate: "2027-03-16", endDate: "2027-03-19", guestName: "Miguel Duarte" },
          { kind: "OUT_OF_ORDER", roomId: "r1", startDate: "2027-03-15", endDate: "2027-03-16" },
        ],
        alternatives: new Promise((resolve) => (window.answer = resolve)),
        swaps: [{ reservationId: "x9", guestName: "Miguel Duarte" }],
      });
    });
    await page.getByText("Looking for rooms…").waitFor();
    await page.evaluate(() => window.answer([]));
    await page.getByText("No room fits these nights.").waitFor();
  },

  async confirm({ page }) {
    await page.evaluate(() => {
      const dialog = document.querySelector("pms-confirm-dialog");
      window.answer = dialog.choose({
        title: "Change the room type?",
        message: "Room 204 is a Garden suite. The guest booked a Double.",
        choices: [
          { value: "keep", label: "Keep the price", description: "€360.00 for 3 nights" },
          { value: "reprice", label: "New price", description: "€720.00 for 3 nights" },
        ],
      });
    });
    await page.getByRole("button", { name: /Keep the price/ }).waitFor();
  },

  async toasts({ page }) {
    await page.evaluate(() => {
      const toasts = document.querySelector("pms-toasts");
      toasts.show({ message: "The board is up to date again.", kind: "info" });
      toasts.show({ message: "Layla Haddad moved to room 203, 15–18 March.", undo: () => (window.undone = true) });
      toasts.show({ message: "The change is waiting for the network.", kind: "warning", duration: Infinity });
    });
    await page.getByRole("status").getByRole("button", { name: "Undo" }).waitFor();
  },

  async shortcuts({ page }) {
    await page.evaluate(() => document.querySelector("pms-shortcuts-help").open());
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  },
};
