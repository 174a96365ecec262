/* Instants in Polish time, whatever the clock of the reader's device: terms are judged by it. */
import type { Moment } from "../api/values";
import type { Language } from "../language/languages";

const zone = "Europe/Warsaw";
const locales: Record<Language, string> = { pl: "pl-PL", en: "en-GB" };

const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };
const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };

function format(instant: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options }).format(instant);
}

function clockOf(instant: number, language: Language): string {
  const whole = instant % 60_000 === 0;
  return format(instant, language, whole ? clock : { ...clock, second: "2-digit" });
}

/** "30 listopada 2026". */
export function formatDay(moment: Moment, language: Language): string {
  return format(Date.parse(moment), language, day);
}

/** A calendar day as it stands in the contract, "2026-11-30": "30 listopada 2026"; "" stays "". */
export function formatDate(date: string, language: Language): string {
  return date ? formatDay(`${date}T12:00:00Z` as Moment, language) : "";
}

/** "30 listopada 2026, 12:00". */
export function formatMoment(moment: Moment, language: Language): string {
  const instant = Date.parse(moment);
  return `${format(instant, language, day)}, ${clockOf(instant, language)}`;
}

/** "14:05". */
export function formatClock(moment: Moment, language: Language): string {
  return format(Date.parse(moment), language, clock);
}

/** The last second before `end`, the first instant that is too late: "30 listopada 2026, 23:59:59". */
export function formatLastMoment(end: Moment, language: Language): string {
  const instant = Math.ceil(Date.parse(end) / 1000) * 1000 - 1000;
  const seconds = { ...clock, second: "2-digit" } as const;
  return `${format(instant, language, day)}, ${format(instant, language, seconds)}`;
}

/** Whole days from `now` until `end`; 0 on the last day, negative once it is over. */
export function daysLeft(end: Moment, now: number): number {
  return Math.floor((Date.parse(end) - now) / 86_400_000);
}
