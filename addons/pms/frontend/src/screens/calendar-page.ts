import type { BoardGrid } from "../calendar/view/grid";
import { BoardGrid as Grid } from "../calendar/view/grid";
import { cursorOn } from "../calendar/gestures/cursor";
import type { Day } from "../calendar/layout/days";
import { type DayRange, rangeOfView, stepAnchor, type ViewName } from "../calendar/layout/views";
import { CursorView } from "../calendar/view/cursor-view";
import { element } from "../calendar/view/elements";
import { Interaction } from "../calendar/view/interaction";
import { KeyboardInput } from "../calendar/view/keyboard-input";
import { ClosureDialog } from "../calendar/view/closure-dialog";
import { legend } from "../calendar/view/legend";
import { Menu } from "../calendar/view/menu";
import { MoveDialog } from "../calendar/view/move-dialog";
import { PointerInput } from "../calendar/view/pointer-input";
import { SplitDialog } from "../calendar/view/split-dialog";
import { StayCard } from "../calendar/view/stay-card";
import { MOUSE_METRICS, TOUCH_METRICS } from "../calendar/view/surface";
import { Toolbar } from "../calendar/view/toolbar";
import { BoardController } from "../state/board-controller";
import { BoardStore } from "../state/board-store";
import { CalendarLanguage } from "../state/calendar-language";
import { type Freshness, LiveBoard } from "../state/live-board";
import { ChosenCommands, type ChosenCommandsOptions } from "../state/chosen-commands";
import { emptyBoard, type Segment } from "../state/model";
import type { FinderApi } from "../state/reservation-finder";
import { RoomCommands, type RoomCommandsOptions } from "../state/room-commands";
import { Selection } from "../state/selection";
import { type CommandsOptions, StayCommands } from "../state/stay-commands";
import { t } from "../language/translate";
import type { LinkState } from "../state/write-queue";
import type { BoardApi } from "../state/write-requests";
import { ChosenStays } from "./chosen-stays";
import { create, perform } from "./intents";
import { linkWords } from "./link-words";
import { listenToPage } from "./page-events";
import type { PageElements } from "./page-elements";
import { PageMemory, type PageSettings } from "./page-settings";
import { roomMenu } from "./room-menu";
import { StayGuide } from "./stay-guide";
import { allowedCommands, allowedForAll, stayMenu } from "./stay-menu";

export interface CalendarApis {
  readonly board: BoardApi;
  readonly reservations: CommandsOptions["api"] & ChosenCommandsOptions["api"] & FinderApi;
  readonly rooms: RoomCommandsOptions["api"];
}

/** The reservations calendar: puts store, grid, inputs, toolbar and the page's dialogs together. */
export class CalendarPage {
  readonly store: BoardStore;
  readonly grid: BoardGrid;
  readonly selection: Selection;
  readonly controller: BoardController;
  readonly chosen: ChosenStays;
  readonly commands: StayCommands;
  readonly guide: StayGuide;
  readonly card: StayCard;
  readonly menu = new Menu();
  private readonly language: CalendarLanguage;
  private readonly memory: PageMemory;
  private readonly live: LiveBoard;
  private readonly toolbar: Toolbar;
  private readonly interaction: Interaction;
  private readonly cursor: CursorView;
  private readonly moveDialog: MoveDialog;
  private readonly splitDialog: SplitDialog;
  private readonly rooms: RoomCommands;
  private readonly closureDialog: ClosureDialog;
  private readonly spoken = element("div", "board-spoken", { "aria-live": "polite" });
  private readonly progress = element("div", "board-loading", { hidden: "" });
  private view: ViewName;
  private anchor: Day;
  private link: LinkState = { waiting: 0, trouble: "none" };
  private freshness: Freshness = "loading";

  constructor(
    root: HTMLElement,
    readonly settings: PageSettings,
    apis: CalendarApis,
    readonly elements: PageElements,
  ) {
    this.language = new CalendarLanguage(settings.locale);
    this.memory = new PageMemory(settings.propertyId);
    this.view = this.memory.view;
    this.anchor = this.memory.anchor(settings.businessDate);
    const { range } = this;
    this.store = new BoardStore(emptyBoard(settings.propertyId, range.firstDay, range.dayCount), settings.businessDate);
    for (const id of this.memory.parked) this.store.setParked(id, true);
    this.selection = new Selection(this.store);
    this.live = new LiveBoard(settings.propertyId, this.store, apis.board, (freshness) => this.onFreshness(freshness));
    const ports = { ...elements.ports, say: (words: string) => this.say(words) };
    const refresh = (minSeq?: number): void => this.live.refresh(minSeq);
    const { store, language, selection } = this;
    this.controller = new BoardController({ store, api: apis.board, ports, language, refresh, onLink: (state) => this.onLink(state) });
    this.commands = new StayCommands({ store, api: apis.reservations, ports, language, refresh });
    this.rooms = new RoomCommands({ api: apis.rooms, ports, refresh });
    this.guide = new StayGuide(settings, apis.reservations, store, language, {
      goTo: (day) => this.goTo(day),
      standOn: (segment) => this.cursor.goTo(cursorOn(this.cursor.context, segment)),
      open: (id) => elements.openReservation(id),
      found: (matches, current) => this.onFound(matches, current),
      leave: () => this.grid.element.focus({ preventScroll: true }),
    });
    this.toolbar = new Toolbar(this.toolbarHandlers(), this.guide.field.element, settings.canCreate);
    root.classList.add("board");
    root.replaceChildren(this.toolbar.element, this.progress);
    this.grid = this.makeGrid(root);
    this.interaction = new Interaction(this.grid, this.boardHandlers());
    this.cursor = new CursorView(this.grid);
    this.moveDialog = new MoveDialog(store, (segment, roomId, checkIn) => void this.controller.move(segment, roomId, checkIn));
    this.splitDialog = new SplitDialog(store, (segment, on, room) => this.commands.split(segment, on, room));
    this.closureDialog = new ClosureDialog(store, (room, start, end, reason) => this.rooms.close(room, start, end, reason));
    this.card = this.makeCard();
    root.append(legend(), this.spoken, this.grid.dragLayer.ghost, this.card.element, this.menu.element);
    this.chosen = new ChosenStays({
      selection,
      controller: this.controller,
      commands: new ChosenCommands({ api: apis.reservations, ports, refresh, accept: (stay, seq) => this.commands.accept(stay, seq) }),
      possible: () => allowedForAll(selection.stays, settings, store),
      say: ports.say,
      focusGrid: () => this.grid.element.focus({ preventScroll: true }),
    });
    root.append(this.chosen.bar.element, this.moveDialog.element, this.splitDialog.element, this.closureDialog.element);
    new KeyboardInput(this.interaction, this.cursor, (roomTypeId) => this.toggle(roomTypeId));
    new PointerInput(this.interaction);
    store.subscribe(() => this.onBoardChange());
    this.show();
    listenToPage(this);
    const wanted = this.memory.takeReservation();
    if (wanted !== null) this.elements.openReservation(wanted);
  }

  get range(): DayRange {
    return rangeOfView(this.view, this.anchor, this.language.firstWeekday);
  }

  goTo(anchor: Day): void {
    this.anchor = anchor;
    this.guide.forget();
    this.interaction.cancel();
    this.card.hide();
    this.grid.setRange(this.range);
    this.show();
  }

  step(direction: 1 | -1): void {
    this.goTo(stepAnchor(this.view, this.anchor, direction));
  }

  today(): void {
    this.goTo(this.settings.businessDate);
  }

  /** New reservation; from the free cell the keyboard is on when there is one. */
  createReservation(): void {
    if (!this.settings.canCreate) return;
    const { cursor, content } = this.cursor;
    const room = cursor === null || content?.kind !== "free" ? undefined : this.store.room(cursor.rowKey);
    if (cursor === null || room === undefined || cursor.day < this.store.businessDate) return this.elements.createReservation({});
    create(this, room.id, room.roomTypeId, cursor.day, cursor.day + 1);
  }

  setVisible(visible: boolean): void {
    this.live.setVisible(visible);
  }

  /** Asks for the latest board now, e.g. after the connection came back. */
  refresh(): void {
    this.live.refresh();
  }

  private show(): void {
    const { range, view, anchor } = this;
    const loaded = (of: DayRange): DayRange => ({ firstDay: of.firstDay - 1, dayCount: of.dayCount + 1 });
    const neighbour = (direction: 1 | -1): DayRange =>
      loaded(rangeOfView(view, stepAnchor(view, anchor, direction), this.language.firstWeekday));
    this.toolbar.show(view, range, anchor, this.language);
    this.memory.remember(view, anchor, this.settings.businessDate);
    this.live.show(loaded(range), [neighbour(1), neighbour(-1)]);
    this.grid.revealDay(anchor);
    this.cursor.show();
  }

  private openMenu(segment: Segment, x: number, y: number): void {
    this.card.hide();
    const items = stayMenu(segment, this.settings, this.store, {
      open: (tab) => this.elements.openReservation(segment.reservationId, tab),
      move: () => this.moveDialog.open(segment),
      split: () => this.splitDialog.open(segment),
      unassign: () => void this.controller.move(segment, null, segment.checkIn),
      chosen: this.selection.has(segment.reservationId),
      choose: () => this.selection.toggle(segment),
      setLocked: (locked) => void this.commands.setLocked(segment, locked),
      run: (command) => void this.commands.run(segment, command),
      leaveFor: (url) => location.assign(url),
    });
    this.menu.open(t("Actions for {guest}", { guest: segment.guestName }), items, x, y, () => this.grid.element.focus({ preventScroll: true }));
  }

  private openRoomMenu(roomId: string, day: Day | null, x: number, y: number): void {
    const room = this.store.room(roomId);
    if (room === undefined) return;
    this.card.hide();
    const items = roomMenu(room, day, this.settings, this.store, {
      setCondition: (condition) => void this.rooms.setCondition(room, condition),
      close: () => this.closureDialog.open(room, day !== null && day >= this.store.businessDate ? day : null),
      open: (closure) => void this.rooms.open(room, closure),
    });
    if (items.length === 0) return;
    this.menu.open(t("Actions for room {room}", { room: room.number }), items, x, y, () => this.grid.element.focus({ preventScroll: true }));
  }

  private toggle(roomTypeId: string): void {
    const { collapsed } = this;
    if (!collapsed.delete(roomTypeId)) collapsed.add(roomTypeId);
    this.memory.collapsed = collapsed;
    this.grid.rearrange();
    this.cursor.show();
  }

  private readonly collapsed = new Set<string>();

  private makeGrid(root: HTMLElement): BoardGrid {
    for (const id of this.memory.collapsed) this.collapsed.add(id);
    const metrics = matchMedia("(pointer: coarse)").matches ? TOUCH_METRICS : MOUSE_METRICS;
    const { store, selection, language, range, collapsed } = this;
    return new Grid(root, { store, selection, language, metrics, range, collapsed, onToggle: (id) => this.toggle(id) });
  }

  private makeCard(): StayCard {
    const handlers = {
      open: (segment: Segment) => this.elements.openReservation(segment.reservationId),
      run: (segment: Segment, command: Parameters<StayCommands["run"]>[1]) => void this.commands.run(segment, command),
      openMenu: (segment: Segment, x: number, y: number) => this.openMenu(segment, x, y),
    };
    return new StayCard(this.grid.surface, (segment) => this.grid.chipOf(segment), handlers, (segment) =>
      allowedCommands(segment, this.settings, this.store),
    );
  }

  private boardHandlers(): ConstructorParameters<typeof Interaction>[1] {
    return {
      perform: (intent) => perform(this, intent),
      say: (words) => this.say(words),
      hold: (holding) => (holding ? this.live.hold() : this.live.release()),
      openMenu: (segment, x, y) => this.openMenu(segment, x, y),
      openRoomMenu: (roomId, day, x, y) => this.openRoomMenu(roomId, day, x, y),
      showCard: (segment) => this.card.show(segment),
      canMove: this.settings.canMove,
    };
  }

  private toolbarHandlers(): ConstructorParameters<typeof Toolbar>[0] {
    return {
      step: (direction) => this.step(direction),
      today: () => this.today(),
      goTo: (day) => this.goTo(day),
      chooseView: (view) => {
        this.view = view;
        this.goTo(this.anchor);
      },
      createReservation: () => this.createReservation(),
      showHelp: () => this.elements.showHelp(),
    };
  }

  private onBoardChange(): void {
    this.cursor.show();
    this.chosen.show();
    this.memory.parked = new Set(this.store.parkedIds);
  }

  private onFound(matches: readonly Segment[] | null, current: Segment | null): void {
    this.grid.surface.found = matches === null ? null : new Set(matches.map(({ id }) => id));
    if (current !== null) this.cursor.goTo(cursorOn(this.cursor.context, current));
    this.grid.redrawAll();
  }

  private say(words: string): void {
    this.spoken.textContent = words;
  }

  private onLink(state: LinkState): void {
    const wasTrouble = this.link.trouble !== "none";
    this.link = state;
    if (wasTrouble && state.trouble === "none") this.live.refresh();
    this.tellLink();
  }

  private onFreshness(freshness: Freshness): void {
    this.freshness = freshness;
    this.progress.hidden = freshness !== "loading";
    if (freshness === "fresh" && this.link.trouble !== "none") this.controller.queue.retryNow();
    this.tellLink();
  }

  private tellLink(): void {
    this.toolbar.tell(...linkWords(this.link, this.freshness));
  }
}
