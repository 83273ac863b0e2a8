/** Small line icons, drawn for this product; always decorative, since every button also has words or a label. */
import { html, svg, type TemplateResult } from "lit";

const SHAPES = {
  close: svg`<path d="M5 5l10 10M15 5L5 15" />`,
  check: svg`<path d="M4 10.5l4 4 8-9" />`,
  clock: svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4l2.5 2" />`,
  person: svg`<circle cx="10" cy="7" r="3" /><path d="M4 17c.8-3.2 3.1-4.8 6-4.8s5.2 1.6 6 4.8" />`,
  bed: svg`<path d="M3 5v11M3 12.5h14M17 16v-4.5a2.5 2.5 0 0 0-2.5-2.5H8v3.5" /><circle cx="5.6" cy="9.7" r="1.3" />`,
  calendar: svg`<rect x="3" y="4.5" width="14" height="12.5" rx="2" /><path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5" />`,
  search: svg`<circle cx="9" cy="9" r="5.5" /><path d="M13.2 13.2L17 17" />`,
  undo: svg`<path d="M7 4L3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8" />`,
  warning: svg`<path d="M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.1" />`,
  swap: svg`<path d="M4 7h11l-3-3M16 13H5l3 3" />`,
  lock: svg`<rect x="4.5" y="9" width="11" height="8" rx="1.8" /><path d="M7 9V6.5a3 3 0 0 1 6 0V9" />`,
} as const;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName, className = ""): TemplateResult {
  return html`<svg
    class="pms-icon ${className}"
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${SHAPES[name]}
  </svg>`;
}
