import { LitElement } from "lit";

/** A Lit element that renders into itself: labels, ids and the page's stylesheet keep working. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
