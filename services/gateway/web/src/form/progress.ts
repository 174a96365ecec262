/* How far a form is, for its task list. Whether it may be submitted is decided by the API alone. */
import type { FormSection } from "../api/shapes";
import type { Asked } from "./reading";
import { answerOf, type Draft } from "./values";

export type Progress = "empty" | "started" | "filled";

export function progressOf(section: FormSection, asked: readonly Asked[], draft: Draft): Progress {
  const questions = asked.filter((each) => each.section === section && each.shown);
  const isAnswered = ({ field }: Asked) => answerOf(field, draft[field.key]) !== null;
  const missing = questions.some((each) => each.required && !isAnswered(each));

  if (!questions.some(isAnswered) && missing) return "empty";
  return missing ? "started" : "filled";
}
