/* What a partner region's site reports, for people. */
import type { Site } from "../../api/shapes";
import type { Language } from "../../language/languages";

/** Milliseconds since its last report; null: it has not reported yet. */
export function silenceOf(site: Site, now: number): number | null {
  return site.contactAt ? now - Date.parse(site.contactAt) : null;
}

/** The difference of clocks with its uncertainty: "+12 ms ± 3". */
export function millisecondsOf({ clockDifference, roundTrip }: Site, language: Language): string {
  const number = new Intl.NumberFormat(language === "pl" ? "pl-PL" : "en-GB", { signDisplay: "exceptZero", maximumFractionDigits: 1 });
  const error = new Intl.NumberFormat(language === "pl" ? "pl-PL" : "en-GB", { maximumFractionDigits: 1 });
  return `${number.format(Number(clockDifference) / 1000)}\u00a0ms ± ${error.format(Number(roundTrip) / 2000)}`;
}
