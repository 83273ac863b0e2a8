/** Shows parts of an answer in the page, for what is told once only, such as a new token. */
import { t } from "../../language/translate";

/** Fills `[data-answer]` places; returns whether there was any. */
export function fillAnswer(host: HTMLElement, answer: Record<string, unknown>): boolean {
  const places = Array.from(host.querySelectorAll<HTMLElement>("[data-answer]"));
  for (const place of places) {
    const text = textAt(answer, place.dataset["answer"] ?? "");
    if (place instanceof HTMLInputElement) place.value = text;
    else place.textContent = text;
  }
  for (const button of host.querySelectorAll<HTMLButtonElement>("[data-copy-answer]")) {
    button.onclick = () => void copy(button, textAt(answer, button.dataset["copyAnswer"] ?? ""));
  }
  const panel = host.querySelector<HTMLElement>("[data-answer-panel]");
  if (panel !== null) {
    panel.hidden = false;
    panel.tabIndex = -1;
    panel.focus();
  }
  return places.length > 0;
}

function textAt(answer: Record<string, unknown>, path: string): string {
  const found = path.split(".").reduce<unknown>((inner, part) => {
    return typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[part] : undefined;
  }, answer);
  return found === undefined || found === null ? "" : String(found);
}

async function copy(button: HTMLButtonElement, text: string): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("Copied");
  } catch {
    button.textContent = t("Select the text and copy it");
  }
  setTimeout(() => (button.textContent = label), 3000);
}
