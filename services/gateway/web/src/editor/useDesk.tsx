/* Pages that show the structure of a call and change it act by act. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import type { CallDefinition } from "../api/shapes";
import { LoadedPage, ProblemText } from "../parts/Loaded";
import { asProblem, useResource } from "../parts/resource";
import { change, openDesk, type Desk, type Held } from "./desk";

export interface Working extends Held {
  desk: Desk;
  problem: Problem | null;
  /** Said to those who do not see what moved. */
  said: string;
  /** Resolves to whether it was done. */
  act: (work: (definition: CallDefinition) => void, said?: string) => Promise<boolean>;
}

export function useWorking(desk: Desk, first: Held): Working {
  const [held, setHeld] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const act = async (work: (definition: CallDefinition) => void, what = "") => {
    try {
      setHeld(await change(desk, work));
      setProblem(null);
      setSaid(what);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    }
  };
  return { ...held, desk, problem, said, act };
}

export function ActNews({ working: { problem, said } }: { working: Working }) {
  return (
    <>
      {problem && (
        <div class="errors" role="alert">
          {problem.fields.length === 0 ? <ProblemText problem={problem} />
            : <ul>{problem.fields.map(({ field, detail }) => <li key={field}>{detail}</li>)}</ul>}
        </div>
      )}
      <span class="unseen" role="status">{said}</span>
    </>
  );
}

export interface Opened {
  desk: Desk;
  held: Held;
}

export function DeskPage({ callId, children }: { callId: string; children: (opened: Opened) => ComponentChildren }) {
  const loaded = useResource(`desk ${callId}`, async () => {
    const desk = await openDesk(callId);
    return { desk, held: await desk.load() };
  });

  return <LoadedPage resource={loaded}>{children}</LoadedPage>;
}
