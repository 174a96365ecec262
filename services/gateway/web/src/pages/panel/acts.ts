/* Acts on a meeting: each answers with the meeting as it is then. */
import { useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import type { PanelMeeting } from "../../api/shapes";
import { asProblem } from "../../parts/resource";

export function useActs(start: PanelMeeting) {
  const [meeting, setMeeting] = useState(start);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (send: () => Promise<PanelMeeting>): Promise<PanelMeeting | null> => {
    if (busy) return null;
    setBusy(true);
    try {
      const after = await send();
      setMeeting(after);
      setProblem(null);
      return after;
    } catch (error) {
      setProblem(asProblem(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { meeting, problem, busy, act };
}

export type Acts = ReturnType<typeof useActs>;
