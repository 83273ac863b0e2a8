import { html, type PropertyValues, type TemplateResult } from "lit";
import type { DrawerPanel, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { LightElement } from "../base/light-element";

/** What an addon's element gets as its `context` property. */
export interface PanelContext {
  readonly apiVersion: 1;
  readonly propertyId: string;
  readonly locale: string;
  readonly reservation: Readonly<Reservation>;
}

const PATIENCE = 3000;

/** A new object around the same reservation is no news: the addon's part keeps what the person did in it. */
function isAnotherState(context: PanelContext | undefined, before: PanelContext | undefined): boolean {
  return context?.reservation !== before?.reservation;
}

/**
 * `<pms-addon-panel>`: one panel of another addon, as an HTML fragment (`url`) or a custom element (`element` from
 * `module`). Whatever goes wrong in it shows a card with its name, and nothing else of the drawer suffers.
 */
export class AddonPanel extends LightElement {
  static override properties = { panel: { attribute: false }, context: { attribute: false, hasChanged: isAnotherState }, state: { state: true } };
  declare panel: DrawerPanel;
  declare context: PanelContext;
  declare private state: "loading" | "failed" | "shown";
  private content: Node[] = [];

  constructor() {
    super();
    this.state = "loading";
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("panel") || changed.has("context")) void this.load();
  }

  private async load(): Promise<void> {
    const { panel } = this;
    this.state = "loading";
    try {
      const content = await withinPatience(panel.url === undefined ? this.makeElement(panel) : this.fetchFragment(panel.url));
      if (panel !== this.panel) return;
      this.content = content;
      this.state = "shown";
    } catch (failure) {
      console.error(`panel ${panel.id} could not be shown`, failure);
      if (panel === this.panel) this.state = "failed";
    }
  }

  private async fetchFragment(url: string): Promise<Node[]> {
    const response = await fetch(ownAddress(url), { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    return [...template.content.childNodes];
  }

  private async makeElement({ element, module }: DrawerPanel): Promise<Node[]> {
    if (element === undefined || !/^[a-z][\w.]*-[\w.-]*$/.test(element)) throw new Error("the panel names no custom element");
    if (module !== undefined) await import(ownAddress(module));
    await customElements.whenDefined(element);
    const made = document.createElement(element) as HTMLElement & { context?: PanelContext };
    made.context = this.context;
    return [made];
  }

  protected override updated(): void {
    const place = this.querySelector(".pms-addon-content");
    if (place === null || this.state !== "shown" || place.childNodes.length > 0) return;
    place.append(...this.content);
    (window as { htmx?: { process?: (element: Element) => void } }).htmx?.process?.(place);
  }

  protected override render(): TemplateResult {
    if (this.state === "loading") return html`<p class="pms-quiet" role="status">${t("Loading {panel}…", { panel: this.panel.title })}</p>`;
    if (this.state === "failed") {
      return html`<div class="pms-quiet" role="alert">
        <p>${t("“{panel}” could not be shown. Everything else works as usual.", { panel: this.panel.title })}</p>
        <button type="button" class="btn btn-sm" @click=${() => this.load()}>${t("Try again")}</button>
      </div>`;
    }
    return html`<div class="pms-addon-content"></div>`;
  }
}

/** Panels come from this server only. */
function ownAddress(address: string): string {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) throw new Error("the panel's address is not on this server");
  return url.href;
}

function withinPatience<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

customElements.define("pms-addon-panel", AddonPanel);
