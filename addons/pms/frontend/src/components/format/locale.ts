/** The reader's locale: what the page says (`<html data-locale>`), else the browser's first choice. */
export function readerLocale(): string {
  const wanted = document.documentElement.dataset["locale"] ?? navigator.languages?.[0] ?? navigator.language ?? "en";
  try {
    return Intl.getCanonicalLocales(wanted)[0] ?? "en";
  } catch {
    return "en";
  }
}
