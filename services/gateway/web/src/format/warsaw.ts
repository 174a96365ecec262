/* Wall-clock time in Poland as people type it, to instants and back. What a clock showed twice (the hour
 * that is repeated in October) means its second time: a term is then never shorter than it was read. */
import type { Moment } from "../api/values";

const zone = "Europe/Warsaw";
const MINUTE = 60_000;

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});

/** "2026-11-30T23:59:59" on a Polish clock at this instant (UTC milliseconds; whole seconds). */
function clockAt(instant: number): string {
  const found = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}:${found.second}`;
}

export function wallOf(moment: Moment): string {
  return clockAt(Date.parse(moment));
}

/** The last second before `end`, the first instant that is too late: what people call the term. */
export function lastWallOf(end: Moment): string {
  return clockAt(Date.parse(end) - 1);
}

const shape = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?$/;

/** The instant of a wall-clock time; null when it is no time, or one that the clock leaps over in March. */
export function momentOf(wall: string): Moment | null {
  const found = shape.exec(wall);
  const plain = found && `${found[1]}T${found[2]}:${found[3] ?? "00"}`;
  const asUtc = plain ? Date.parse(`${plain}Z`) : NaN;
  if (!plain || Number.isNaN(asUtc)) return null;
  /* Poland is one hour ahead, or two in summer. */
  const instant = [60, 120].map((ahead) => asUtc - ahead * MINUTE).find((each) => clockAt(each) === plain);
  return instant === undefined ? null : new Date(instant).toISOString().replace(".000Z", "Z") as Moment;
}

/** The first instant that is too late after this last second. */
export function endOf(lastWall: string): Moment | null {
  const last = momentOf(lastWall);
  return last && new Date(Date.parse(last) + 1000).toISOString().replace(".000Z", "Z") as Moment;
}

/** Midnight in Poland, so many days after the day of `now`. */
export function midnightAfter(days: number, now: number): Moment {
  const day = clockAt(now).slice(0, 10);
  const wanted = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const midnight = momentOf(`${wanted}T00:00:00`);
  if (!midnight) throw new RangeError(wanted);
  return midnight;
}
