/* What the answers of the five services say together: who is behind whom, and what needs somebody. */
import type { Backlog } from "../../api/shapes";

export const services = ["gateway", "intake", "evaluation", "dissemination", "notification"] as const;
export type Service = typeof services[number];

/** One that does not answer is not in it. */
export type Backlogs = ReadonlyMap<Service, Backlog>;

export interface Delay {
  source: Service;
  /** Events of the source that are not taken yet; null where the source does not answer. */
  events: number | null;
}

const MINUTE = 60_000;

export const isService = (name: string): name is Service => (services as readonly string[]).includes(name);

function eventsBehind(reader: Backlog, source: Service, ends: Backlog): number {
  const taken = new Map(reader.taken.filter((each) => each.source === source).map(({ region, sequence }) => [region, BigInt(sequence)]));
  return ends.streams.map(({ region, sequence }) => Number(BigInt(sequence) - (taken.get(region) ?? 0n)))
    .filter((count) => count > 0).reduce((sum, count) => sum + count, 0);
}

/** How far `reader` is behind each service whose events it takes. */
export function delaysOf(reader: Backlog, all: Backlogs): Delay[] {
  return reader.sources.filter(isService).map((source) => {
    const ends = all.get(source);
    return { source, events: ends ? eventsBehind(reader, source, ends) : null };
  });
}

/* Milliseconds; 0 where nothing waits. Both moments are by the service's own clock. */
function waited(backlog: Backlog, since: string | undefined): number {
  return since && backlog.at ? Date.parse(backlog.at) - Date.parse(since) : 0;
}

/** Whether somebody should look: dead events, own events that do not get into the log, timers that do not run. */
export function needsAttention(backlog: Backlog): boolean {
  return backlog.deadEvents > 0 || waited(backlog, backlog.unplacedSince) > MINUTE
    || backlog.timers.some(({ since }) => waited(backlog, since) > 5 * MINUTE);
}
