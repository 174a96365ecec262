import { useCallback, useEffect, useState } from "preact/hooks";
import { Problem } from "../api/problem";

export type Resource<T> =
  | { state: "loading" }
  /* `refresh` loads again and shows the old until the new is there. */
  | { state: "ready"; data: T; refresh: () => void }
  | { state: "failed"; problem: Problem; reload: () => void };

type Settled<T> = { key: string } & ({ data: T } | { problem: Problem });

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, "unexpected", "");
}

/** What `load` brings. Loads again when `key` changes; what belongs to another key is never shown. */
export function useResource<T>(key: string, load: () => Promise<T>): Resource<T> {
  const [settled, setSettled] = useState<Settled<T> | null>(null);
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => {
    setSettled(null);
    setAttempt((before) => before + 1);
  }, []);

  const refresh = useCallback(() => setAttempt((before) => before + 1), []);

  useEffect(() => {
    let wanted = true;
    load().then(
      (data) => wanted && setSettled({ key, data }),
      (error: unknown) => wanted && setSettled({ key, problem: asProblem(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [key, attempt]);

  if (settled?.key !== key) return { state: "loading" };
  if ("data" in settled) return { state: "ready", data: settled.data, refresh };
  return { state: "failed", problem: settled.problem, reload };
}
