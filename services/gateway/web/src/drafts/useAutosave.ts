import { useEffect, useMemo, useState } from "preact/hooks";
import type { Integer64 } from "../api/values";
import { Autosaver, beginWith, type Kept, type Remote, type Snapshot } from "./autosave";
import type { Conflict, Values } from "./merge";
import { forget, keep, recall } from "./vault";

/* Saves that are on their way while the page of the same thing opens: it must wait for them. */
const onTheirWay = new Map<string, Promise<unknown>>();

/** Resolves when nothing that was written of `name` is on its way any more; true when something was. */
export async function afterSaves(name: string): Promise<boolean> {
  const last = onTheirWay.get(name);
  await last;
  return last !== undefined;
}

export interface Beginning<V extends Values> {
  start: Kept<V>;
  conflicts: Conflict[];
  /** Whether something comes from an earlier try that was never saved. */
  recovered: boolean;
}

/** What the API has of `name`, with what this browser kept of it. */
export async function begin<V extends Values>(name: string,
  remote: { values: V; version: Integer64 }, plain: Remote<V>["plain"]): Promise<Beginning<V>> {
  const kept = await recall<Kept<V>>(name);
  return { ...beginWith(remote, kept, plain), recovered: kept !== undefined };
}

export interface Autosave<V extends Values> extends Snapshot<V> {
  change: (part: Partial<V>) => void;
  flush: () => Promise<boolean>;
  resolve: (chosen: Partial<V>) => Promise<boolean>;
}

export function useAutosave<V extends Values>(name: string, beginning: Beginning<V>, remote: Remote<V>): Autosave<V> {
  const saver = useMemo(() => new Autosaver(beginning.start, remote, {
    keep: (kept) => keep(name, kept),
    forget: () => forget(name),
  }, beginning.conflicts), [name]);
  const [snapshot, setSnapshot] = useState(() => saver.snapshot());

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === "hidden") void saver.flush();
    };
    saver.listen(setSnapshot);
    const comeBack = () => void saver.flush();
    document.addEventListener("visibilitychange", leave);
    addEventListener("online", comeBack);
    return () => {
      const last = saver.flush();
      document.removeEventListener("visibilitychange", leave);
      removeEventListener("online", comeBack);
      onTheirWay.set(name, last.finally(() => {
        saver.stop();
        onTheirWay.delete(name);
      }));
    };
  }, [saver]);
  return {
    ...snapshot,
    change: (part) => saver.change(part),
    flush: () => saver.flush(),
    resolve: (chosen) => saver.resolve(chosen),
  };
}

/** What shows how the saving goes, whatever is written. */
export type Saver = Pick<Autosave<Values>, "state" | "incomplete" | "savedAt" | "flush">;
