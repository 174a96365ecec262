/* Buttons that do one thing at once, and say what is wrong where they stand. */
import type { Problem } from "../../api/problem";
import { useScoped } from "../../language/scoped";
import { ProblemText } from "../../parts/Loaded";
import { useTask } from "../../parts/task";
import { together } from "../../texts/together";

export interface Acts {
  running: boolean;
  problem: Problem | null;
  act: (what: () => Promise<unknown>) => void;
}

/** A second click while one is on its way does nothing. */
export function useActs(done: () => void): Acts {
  const { busy, problem, run } = useTask();

  return {
    running: busy, problem,
    act: (what) => void run(async () => {
      await what();
      done();
    }),
  };
}

export function ActProblem({ acts }: { acts: Acts }) {
  return <div role="alert">{acts.problem && <ProblemText problem={acts.problem} />}</div>;
}

export function ActButton({ acts, what, text }: { acts: Acts; what: () => Promise<unknown>; text: string }) {
  return <button class="button plain" type="button" aria-disabled={acts.running} onClick={() => acts.act(what)}>{text}</button>;
}

/** For what cannot be undone: the act is behind a second click. */
export function AskedButton({ acts, what, text }: { acts: Acts; what: () => Promise<unknown>; text: string }) {
  const { ask } = useScoped(together);

  return (
    <details class="act-box">
      <summary>{text}</summary>
      <p>{ask.forGood}</p>
      <button class="button warning" type="button" aria-disabled={acts.running} onClick={() => acts.act(what)}>{ask.sure}</button>
    </details>
  );
}
