import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { asProblem } from "./resource";

export interface Task {
  busy: boolean;
  /** Why the last one failed. */
  problem: Problem | null;
  run: (work: () => Promise<void>) => Promise<void>;
}

/** What a button starts: a second one while one is on its way does nothing. */
export function useTask(): Task {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  return {
    busy, problem,
    run: async (work) => {
      if (busy) return;
      setBusy(true);
      try {
        await work();
        setProblem(null);
      } catch (error) {
        setProblem(asProblem(error));
      }
      setBusy(false);
    },
  };
}
