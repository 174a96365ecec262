/* How far a form is, for its task list. Whether it may be submitted is decided by the API alone. */
import type { FormField, FormSection } from "../api/shapes";
import { answerOf, type Draft } from "./values";

export type Progress = "empty" | "started" | "filled";

function isAnswered(field: FormField, draft: Draft): boolean {
  return answerOf(field, draft[field.key]) !== null;
}

export function mustBeAnswered(field: FormField): boolean {
  return field.required || field.kind === "DECLARATION";
}

export function progressOf(section: FormSection, draft: Draft): Progress {
  const answered = section.fields.filter((field) => isAnswered(field, draft)).length;
  const missing = section.fields.some((field) => mustBeAnswered(field) && !isAnswered(field, draft));

  if (answered === 0 && missing) return "empty";
  return missing ? "started" : "filled";
}

export function countFilled(sections: readonly FormSection[], draft: Draft): number {
  return sections.filter((section) => progressOf(section, draft) === "filled").length;
}
