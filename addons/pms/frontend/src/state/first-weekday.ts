/**
 * The first day of the week by region (Unicode CLDR 44, supplemental week data), 0 = Sunday; regions not named here
 * begin on Monday. A table, because the browser's own answer costs as much as drawing the board.
 */
const SUNDAY =
  "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
const SATURDAY = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
const FRIDAY = "MV";

/** Where a language without a region is mostly spoken, for those whose week does not begin on Monday. */
const LIKELY_REGIONS: Readonly<Record<string, string>> = {
  ar: "EG",
  en: "US",
  fa: "IR",
  he: "IL",
  hi: "IN",
  id: "ID",
  ja: "JP",
  ko: "KR",
  pt: "BR",
  th: "TH",
};

/** 0 = Sunday … 6 = Saturday, for a BCP 47 locale such as "en-GB". */
export function firstWeekdayOf(locale: string): number {
  const [language = "", ...parts] = locale.split("-");
  const region = parts.find((part) => /^[A-Za-z]{2}$/.test(part))?.toUpperCase() ?? LIKELY_REGIONS[language.toLowerCase()] ?? "";
  if (region === "") return 1;
  if (SUNDAY.includes(region)) return 0;
  if (SATURDAY.includes(region)) return 6;
  return FRIDAY.includes(region) ? 5 : 1;
}
