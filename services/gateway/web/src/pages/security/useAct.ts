/* Acts of one press of a button: what was said after the last one, or what went wrong. */
import { useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { asProblem } from "../../parts/resource";

interface Acting {
  said: string;
  problem: Problem | null;
  act: (work: Promise<unknown>, said: string) => void;
  say: (text: string) => void;
}

export function useAct(onDone: () => void): Acting {
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const say = (text: string) => {
    setSaid(text);
    setProblem(null);
    onDone();
  };

  return { said, problem, say, act: (work, text) => void work.then(() => say(text), (error: unknown) => setProblem(asProblem(error))) };
}
