import { html, type TemplateResult } from "lit";
import { t } from "../../language/translate";
import { icon } from "../base/icons";
import { ModalElement } from "../base/modal";

export interface ShortcutGroup {
  title: string;
  shortcuts: { keys: string[]; does: string }[];
}

const CALENDAR_SHORTCUTS: ShortcutGroup[] = [
  {
    title: t("Anywhere on the board"),
    shortcuts: [
      { keys: ["N"], does: t("New reservation") },
      { keys: ["/"], does: t("Search a guest, room or number; ↓ searches all dates") },
      { keys: ["T"], does: t("Go to today") },
      { keys: ["←", "→", "↑", "↓"], does: t("Move between rooms and nights") },
      { keys: ["Page Up", "Page Down"], does: t("Scroll a screen of rooms") },
      { keys: ["Ctrl", "Z"], does: t("Undo the last change") },
      { keys: ["?"], does: t("This help") },
      { keys: ["Esc"], does: t("Close or cancel") },
    ],
  },
  {
    title: t("On a reservation"),
    shortcuts: [
      { keys: ["Enter"], does: t("Open it") },
      { keys: ["M"], does: t("Pick it up; arrows move it, Enter drops, Esc puts it back") },
      { keys: ["X"], does: t("Select it, or take it out of the selection; so do Ctrl and Space, and Ctrl and a click") },
      { keys: ["Shift", "←/→"], does: t("Change its length") },
      { keys: ["Menu"], does: t("Everything that can be done with it") },
    ],
  },
];

/** `<pms-shortcuts-help>`: the list of keys; `groups` replaces the calendar's own list. */
export class ShortcutsHelp extends ModalElement {
  static override properties = { ...ModalElement.properties, groups: { attribute: false } };
  declare groups: ShortcutGroup[];

  constructor() {
    super();
    this.groups = CALENDAR_SHORTCUTS;
  }

  open(): void {
    this.shown = true;
  }

  protected dismiss(): void {
    this.shown = false;
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="pms-dialog"
      role="dialog"
      aria-labelledby="pms-shortcuts-title"
      @keydown=${this.onKey}
      @cancel=${this.onCancel}
      @close=${this.onClose}
      @mousedown=${this.onPress}
    >
      <div class="pms-dialog-body">
        <div class="d-flex align-items-start">
          <h2 class="pms-dialog-title flex-fill" id="pms-shortcuts-title">${t("Keyboard shortcuts")}</h2>
          <button type="button" class="pms-icon-button" aria-label=${t("Close")} autofocus @click=${() => this.dismiss()}>${icon("close")}</button>
        </div>
        ${this.groups.map(
          (group) => html`<h3 class="pms-dialog-subtitle">${group.title}</h3>
            <dl class="pms-shortcuts">
              ${group.shortcuts.map(
                (shortcut) => html`<div>
                  <dt>${shortcut.keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
                  <dd>${shortcut.does}</dd>
                </div>`,
              )}
            </dl>`,
        )}
      </div>
    </dialog>`;
  }
}

customElements.define("pms-shortcuts-help", ShortcutsHelp);
