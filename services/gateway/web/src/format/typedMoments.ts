/* What people type as a date and a time is Polish time, whatever the clock of their device. Pure. */
import type { Moment } from "../api/values";

const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Warsaw", hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

/** "2026-06-01T10:00", as an input of type datetime-local has it. */
export function typedMoment(moment: Moment | undefined): string {
  if (!moment) return "";
  const found = Object.fromEntries(parts.formatToParts(Date.parse(moment)).map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}`;
}

/** The instant; undefined for what is no date. Of the hour that comes twice in October the first. */
export function momentOf(typed: string): Moment | undefined {
  const utc = Date.parse(`${typed}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) || Number.isNaN(utc)) return undefined;
  for (const hours of [2, 1]) {
    const instant = new Date(utc - hours * 3_600_000).toISOString() as Moment;
    if (typedMoment(instant) === typed) return instant;
  }
  return undefined;
}
