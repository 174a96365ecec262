/* An indicator's numbers as people read them. Pure. */
import type { Indicator } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { formatPointLimit } from "../../format/numbers";
import type { Language } from "../../language/languages";

export type IndicatorText = NonNullable<Indicator["text"]>;

const UNSPECIFIED = "INDICATOR_MEASURE_UNSPECIFIED";
const TREND_DAYS = 90;

export function isShare({ shareOf }: Pick<IndicatorText, "shareOf">): boolean {
  return shareOf !== UNSPECIFIED;
}

/** "5", "12,50", "23,08 %". */
export function shownValue(text: Pick<IndicatorText, "shareOf">, value: Integer64, language: Language): string {
  const number = formatPointLimit(Number(value), language);
  if (!isShare(text)) return number;
  return language === "pl" ? `${number}\u00a0%` : `${number}%`;
}

/** Where a value is on the way from the baseline to the target: 0 to 1, and no further. */
export function partOfWay({ baseline, target }: Pick<IndicatorText, "baseline" | "target">, value: Integer64): number {
  const way = Number(target) - Number(baseline);
  return way <= 0 ? 0 : Math.min(1, Math.max(0, (Number(value) - Number(baseline)) / way));
}

/** Whole per cent, of hundredths of one; never rounded up to the target. */
export function shownProgress(progress: number, language: Language): string {
  return `${formatPointLimit(Math.floor(progress / 100) * 100, language)}${language === "pl" ? "\u00a0%" : "%"}`;
}

/** How much it grew in the three months before its last day; null when it is too young. */
export function trendOf({ points, asOf }: Pick<Indicator, "points" | "asOf">): bigint | null {
  const since = Date.parse(asOf) - TREND_DAYS * 86_400_000;
  const before = points.findLast(({ on }) => Date.parse(on) <= since);
  const last = points.at(-1);
  return before && last ? BigInt(last.value) - BigInt(before.value) : null;
}

/** The plan on a day as it is asked for: of what is counted only wholes. */
export function askedOn(text: IndicatorText, day: string): Integer64 {
  const planned = Math.floor(plannedOn(text, day));
  const whole = text.measure !== "MEASURE_ENTERED" && !isShare(text);
  return String(whole ? planned - planned % 100 : planned) as Integer64;
}

/** The plan on a day: the line from the baseline over the milestones to the target. */
export function plannedOn({ baseline, target, startsOn, dueOn, milestones, shareOf }: IndicatorText, day: string): number {
  if (isShare({ shareOf })) return Number(target);
  const corners = [[startsOn, baseline], ...milestones.map(({ dueOn: on, value }) => [on, value]), [dueOn, target]]
    .map(([on = "", value = "0"]) => [Date.parse(on), Number(value)] as const);
  const at = Date.parse(day);
  const next = corners.findIndex(([on]) => at < on);
  const [to, from] = [corners[next], corners[next - 1]];
  if (!to) return Number(target);
  if (!from) return Number(baseline);
  return from[1] + (to[1] - from[1]) * (at - from[0]) / (to[0] - from[0]);
}
