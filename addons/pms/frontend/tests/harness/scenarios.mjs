/** What a person does on the board, and what must be seen afterwards. */
import assert from "node:assert/strict";

const chip = (page, id) => page.locator(`.board-grid .stay[data-reservation-id="${id}"]`);
const grid = (page) => page.getByRole("grid", { name: "Reservations calendar" });

/** What the store shows of a stay: room and nights. */
const shown = (page, id) =>
  page.evaluate((reservation) => {
    const segment = window.demo.page.store.segmentsOf(reservation).at(-1);
    return { roomId: segment.roomId, start: segment.start, end: segment.end, version: segment.version };
  }, id);

const served = (page, id) => page.evaluate((reservation) => window.demo.server.stay(reservation).segments.at(-1), id);

/** A movable stay that lies wholly in sight, a free room for its nights, and a room where someone is. */
const pick = (page, status = "CONFIRMED") =>
  page.evaluate((wanted) => {
    const { store, grid } = window.demo.page;
    const { firstDay, dayCount } = grid.range;
    const inSight = (id) => {
      const box = document.querySelector(`[data-room-id="${id}"]`)?.getBoundingClientRect();
      return box !== undefined && box.top > 130 && box.bottom < 780;
    };
    const rooms = store.rooms.filter((room) => inSight(room.id));
    const overlapping = (roomId, segment) => {
      const start = Math.max(segment.start, store.businessDate);
      return store.row(roomId).filter((one) => one.start < segment.end && start < one.end);
    };
    for (const room of rooms) {
      for (const segment of store.row(room.id)) {
        if (segment.status !== wanted || segment.roomLocked || segment.end >= firstDay + dayCount - 1) continue;
        if (wanted === "CONFIRMED" && segment.start < store.businessDate) continue;
        const free = rooms.find((one) => one !== room && overlapping(one.id, segment).length === 0 && store.closuresIn(one.id).length === 0);
        const taken = rooms.find((one) => one !== room && overlapping(one.id, segment).length > 0);
        const canGrow = wanted !== "CONFIRMED" || store.row(room.id).every((one) => one === segment || one.end <= segment.start || one.start > segment.end);
        if (free && taken && canGrow && store.closuresIn(room.id).length === 0) {
          return { id: segment.reservationId, free: free.id, taken: taken.id, room: room.id, start: segment.start, end: segment.end };
        }
      }
    }
    throw new Error("No suitable stay");
  }, status);

const middle = async (locator) => {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
};

const rowY = async (page, roomId) => (await middle(page.locator(`[data-room-id="${roomId}"]`))).y;

async function dragTo(page, id, y, dx = 0) {
  const { x, y: from } = await middle(chip(page, id).last());
  await page.mouse.move(x, from);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, (from + y) / 2, { steps: 4 });
  await page.mouse.move(x + dx, y, { steps: 6 });
}

const settled = (page) => page.waitForFunction(() => window.demo.page.store.operations.length === 0);
const undo = (page) => page.getByRole("status").getByRole("button", { name: "Undo" });

export const scenarios = {
  "shows the board with its landmarks": {
    async run(page) {
      await grid(page).waitFor();
      assert.ok((await page.locator('[role="row"][data-room-id]').count()) > 15);
      const label = await chip(page, (await pick(page)).id).getAttribute("aria-label");
      assert.match(label, /^\S+ \S+, \d+ \w+ \d{4} to \d+ \w+ \d{4}, room \d+, Confirmed$/);
      assert.ok((await page.locator("#calendar *").count()) < 700);
    },
  },
  "a drag moves a stay and undo brings it back": {
    async run(page) {
      const stay = await pick(page);
      await dragTo(page, stay.id, await rowY(page, stay.free));
      assert.match(await page.locator(".slot").getAttribute("class"), /free/);
      await page.mouse.up();
      assert.equal((await shown(page, stay.id)).roomId, stay.free);
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
      assert.equal(await chip(page, stay.id).getAttribute("data-version"), "2");
      await undo(page).click();
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.room);
    },
  },
  "a drop on a taken room offers alternatives": {
    async run(page) {
      const stay = await pick(page);
      await dragTo(page, stay.id, await rowY(page, stay.taken));
      assert.match(await page.locator(".slot").getAttribute("class"), /taken/);
      await page.mouse.up();
      const dialog = page.getByRole("dialog", { name: "Room not available" });
      await dialog.waitFor();
      assert.equal((await shown(page, stay.id)).roomId, stay.room);
      await dialog.getByRole("button", { name: /^Room \d+/ }).first().click();
      await page.waitForFunction(({ id, room }) => window.demo.server.stay(id).segments[0].roomId !== room, stay);
    },
  },
  "Escape puts a dragged stay back": {
    async run(page) {
      const stay = await pick(page);
      await dragTo(page, stay.id, await rowY(page, stay.free));
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.equal((await shown(page, stay.id)).roomId, stay.room);
      assert.equal(await page.evaluate(() => window.demo.server.received.length), 0);
    },
  },
  "pulling the right edge lengthens a stay": {
    async run(page) {
      const stay = await pick(page);
      const { box } = await middle(chip(page, stay.id));
      const night = await page.evaluate(() => window.demo.page.grid.surface.scale.columnWidth);
      await page.mouse.move(box.x + box.width - 3, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width + night * 0.8, box.y + 10, { steps: 5 });
      await page.mouse.up();
      await settled(page);
      assert.equal((await served(page, stay.id)).end, stay.end + 1);
    },
  },
  "an in-house guest moves only after a yes": {
    async run(page) {
      const stay = await pick(page, "CHECKED_IN");
      await dragTo(page, stay.id, await rowY(page, stay.free));
      await page.mouse.up();
      const question = page.getByRole("alertdialog");
      await question.getByRole("button", { name: "Cancel" }).click();
      assert.equal((await shown(page, stay.id)).roomId, stay.room);
      await dragTo(page, stay.id, await rowY(page, stay.free));
      await page.mouse.up();
      await question.getByRole("button", { name: "Move guest" }).click();
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
    },
  },
  "the keyboard reaches, moves and stretches a stay": {
    async run(page) {
      const stay = await pick(page);
      await chip(page, stay.id).focus();
      const steps = await page.evaluate(({ room, free }) => {
        const targets = window.demo.page.grid.surface.rows.plan.rows.filter((row) => row.kind !== "group").map((row) => row.key);
        return targets.indexOf(free) - targets.indexOf(room);
      }, stay);
      await page.keyboard.press("m");
      for (let count = 0; count < Math.abs(steps); count += 1) await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
      await page.keyboard.press("Enter");
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
      await page.keyboard.press("Control+z");
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.room);
      await chip(page, stay.id).focus();
      await page.keyboard.press("Shift+ArrowRight");
      await settled(page);
      assert.equal((await served(page, stay.id)).end, stay.end + 1);
    },
  },
  "arrows walk the grid and the active cell is named": {
    async run(page) {
      await page.keyboard.press("t");
      await grid(page).focus();
      await page.keyboard.press("ArrowDown");
      const named = () => page.evaluate(() => document.getElementById(document.querySelector("[role=grid]").getAttribute("aria-activedescendant"))?.getAttribute("aria-label"));
      const seen = new Set();
      for (let count = 0; count < 12; count += 1) {
        await page.keyboard.press(count % 3 === 0 ? "ArrowDown" : "ArrowRight");
        const name = await named();
        assert.ok(name, "the active cell has a name");
        seen.add(name);
      }
      assert.ok(seen.size > 6);
      for (let count = 0; count < 60; count += 1) await page.keyboard.press("ArrowDown");
      assert.ok(await named());
    },
  },
  "Move… in the menu needs no dragging": {
    async run(page) {
      const stay = await pick(page);
      await chip(page, stay.id).click({ button: "right" });
      await page.getByRole("menu").getByRole("menuitem", { name: "Move…" }).click();
      const dialog = page.locator(".move-dialog");
      await dialog.getByLabel("Room").selectOption(stay.free);
      await dialog.getByRole("button", { name: "Move" }).click();
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
    },
  },
  "the card shows on rest and acts": {
    async run(page) {
      const stay = await pick(page, "CHECKED_IN");
      await chip(page, stay.id).last().hover();
      const card = page.locator(".stay-card");
      await card.getByRole("button", { name: "Check out" }).click();
      const early = await page.evaluate((id) => window.demo.page.store.segmentsOf(id)[0].checkOut > window.demo.page.store.businessDate, stay.id);
      if (early) await page.getByRole("alertdialog").getByRole("button", { name: "Check out" }).click();
      await page.waitForFunction((id) => window.demo.server.stay(id).status === "CHECKED_OUT", stay.id);
      await page.getByRole("status").getByText("Departed").waitFor();
    },
  },
  "another desk's change slides in but never under a drag": {
    async run(page) {
      const stay = await pick(page);
      await dragTo(page, stay.id, await rowY(page, stay.free));
      const other = await page.evaluate((mine) => {
        const { store } = window.demo.page;
        const found = store.allSegments().find((one) => one.reservationId !== mine && one.status === "CONFIRMED" && one.roomId !== null);
        window.demo.server.changeElsewhere(found.reservationId, { status: "HOLD" });
        window.demo.page.refresh();
        return found.reservationId;
      }, stay.id);
      const status = () => page.evaluate((id) => window.demo.page.store.segmentsOf(id)[0].status, other);
      await page.waitForTimeout(600);
      assert.equal(await status(), "CONFIRMED");
      await page.mouse.up();
      await page.waitForFunction((id) => window.demo.page.store.segmentsOf(id)[0].status === "HOLD", other);
    },
  },
  "offline a change waits visibly and is sent later": {
    async run(page) {
      const stay = await pick(page);
      await page.evaluate(() => (window.demo.server.offline = true));
      await dragTo(page, stay.id, await rowY(page, stay.free));
      await page.mouse.up();
      await page.getByText("Offline. 1 change waits and will be sent").waitFor();
      assert.equal((await shown(page, stay.id)).roomId, stay.free);
      await page.evaluate(() => (window.demo.server.offline = false));
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
    },
  },
  "parking frees a room and brings it back": {
    async run(page) {
      const stay = await pick(page);
      const { y } = await middle(page.locator(".board-parking"));
      await dragTo(page, stay.id, y);
      await page.mouse.up();
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, null);
      await page.locator(`.board-parking .stay[data-reservation-id="${stay.id}"]`).waitFor();
      await dragTo(page, stay.id, await rowY(page, stay.room));
      await page.mouse.up();
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.room);
    },
  },
  "search finds a guest without accents": {
    async run(page) {
      await page.keyboard.press("/");
      await page.keyboard.type("novak");
      await page.getByText(/^1 of \d+$/).waitFor();
      await page.keyboard.press("Enter");
      await page.getByText(/^2 of \d+$/).waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".stay.faded[data-reservation-id]").count(), 0);
    },
  },
  "weeks change from memory": {
    query: "?view=week",
    async run(page) {
      const title = page.getByRole("heading", { level: 1 });
      assert.match(await title.textContent(), /15.*21 March 2027/);
      await page.getByRole("button", { name: "Later" }).click();
      assert.match(await title.textContent(), /22.*28 March 2027/);
      await page.locator(".stay[data-reservation-id]").first().waitFor();
      await page.keyboard.press("t");
      assert.match(await title.textContent(), /15.*21 March 2027/);
    },
  },
  "a dark month scrolls to today": {
    query: "?view=month",
    rooms: 120,
    async run(page) {
      await page.evaluate(() => (document.documentElement.dataset.bsTheme = "dark"));
      const left = await page.evaluate(() => document.querySelector(".board-grid").scrollLeft);
      assert.ok(left > 300);
      await page.evaluate(() => document.querySelector(".board-grid").scrollBy(0, 2500));
      await page.waitForTimeout(200);
      assert.ok((await page.locator(".stay[data-reservation-id]").count()) > 60);
    },
  },
  "a finger lifts a stay after a rest and scrolls before": {
    options: { hasTouch: true, viewport: { width: 1024, height: 768 } },
    query: "?view=week",
    async run(page) {
      const stay = await pick(page);
      const cdp = await page.context().newCDPSession(page);
      const touch = (type, x, y) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
      const [{ x, y }, to] = [await middle(chip(page, stay.id)), await rowY(page, stay.free)];
      await touch("touchStart", x, y);
      await page.waitForTimeout(420);
      for (let step = 1; step <= 8; step += 1) await touch("touchMove", x, y + ((to - y) * step) / 8);
      await touch("touchEnd");
      await settled(page);
      assert.equal((await served(page, stay.id)).roomId, stay.free);
    },
  },
};
