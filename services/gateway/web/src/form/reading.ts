/* Which questions of a form are asked, read once from its beginning as the API reads it: a condition looks
 * at earlier answers only, and a question that is not asked counts as not answered. */
import type { ApplicantType, Conditions, FormField, FormSection } from "../api/shapes";
import { answerOf, type Draft, type SentAnswer } from "./values";

export interface Asked {
  section: FormSection;
  field: FormField;
  shown: boolean;
  required: boolean;
}

type Condition = Conditions["list"][number];

function holds(condition: Condition, answers: ReadonlyMap<string, SentAnswer>, applicant: ApplicantType): boolean {
  const answer = answers.get(condition.field);

  switch (condition.test) {
    case "ANSWERED": return answer !== undefined;
    case "NOT_ANSWERED": return answer === undefined;
    case "CHOSEN": return answer?.choices?.includes(condition.value) ?? false;
    case "NOT_CHOSEN": return !(answer?.choices?.includes(condition.value) ?? false);
    case "AT_LEAST": return answer?.number !== undefined && BigInt(answer.number) >= BigInt(condition.number);
    case "AT_MOST": return answer?.number !== undefined && BigInt(answer.number) <= BigInt(condition.number);
    case "APPLICANT_IS": return condition.applicantTypes.includes(applicant);
    case "CONDITION_TEST_UNSPECIFIED": return false;
  }
}

function allHold(conditions: Conditions | undefined, answers: ReadonlyMap<string, SentAnswer>,
  applicant: ApplicantType): boolean {
  const list = conditions?.list ?? [];
  if (list.length === 0) return true;
  const test = (condition: Condition) => holds(condition, answers, applicant);
  return conditions?.any ? list.some(test) : list.every(test);
}

export function readForm(sections: readonly FormSection[], draft: Draft, applicant: ApplicantType): Asked[] {
  const answers = new Map<string, SentAnswer>();

  return sections.flatMap((section) => {
    const sectionShown = allHold(section.visibleIf, answers, applicant);
    return section.fields.map((field): Asked => {
      const shown = sectionShown && !field.retired && allHold(field.visibleIf, answers, applicant);
      const asksForIt = (field.requiredIf?.list.length ?? 0) > 0 && allHold(field.requiredIf, answers, applicant);
      const answer = shown ? answerOf(field, draft[field.key]) : null;
      if (answer) answers.set(field.key, answer);
      return { section, field, shown, required: shown && (field.required || field.kind === "DECLARATION" || asksForIt) };
    });
  });
}

/** Parts with at least one question that is asked. */
export function shownSections(asked: readonly Asked[]): FormSection[] {
  return [...new Set(asked.filter(({ shown }) => shown).map(({ section }) => section))];
}
