/* Conditions as people put them together: a question, what is asked of it, a value. */
import type { Conditions, FormField } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { parseHundredths, parseWhole } from "../form/numbers";
import { plainHundredths } from "../format/numbers";
import type { Language } from "../language/languages";

type Condition = Conditions["list"][number];
export type Test = Condition["test"];

export interface TypedCondition {
  /** Key of a field, or APPLICANT. */
  of: string;
  test: Test;
  choice: string;
  number: string;
  types: readonly string[];
}

export interface TypedConditions {
  any: boolean;
  list: readonly TypedCondition[];
}

export const APPLICANT = "*applicant";

const choosing: readonly string[] = ["SINGLE_CHOICE", "MULTI_CHOICE", "DECLARATION", "CONSENT"];
const counting: readonly string[] = ["NUMBER", "MONEY", "BUDGET"];

/** What can be asked of a question, by its kind. */
export function testsOf(field: FormField | undefined): readonly Test[] {
  if (!field) return ["APPLICANT_IS"];
  return ["ANSWERED", "NOT_ANSWERED",
    ...(choosing.includes(field.kind) ? ["CHOSEN", "NOT_CHOSEN"] as const : []),
    ...(counting.includes(field.kind) ? ["AT_LEAST", "AT_MOST"] as const : [])];
}

function isMoney(field: FormField | undefined): boolean {
  return field?.kind === "MONEY" || field?.kind === "BUDGET";
}

function typedNumber(condition: Condition, field: FormField | undefined, language: Language): string {
  if (condition.test !== "AT_LEAST" && condition.test !== "AT_MOST") return "";
  return isMoney(field) ? plainHundredths(condition.number, language).replace(/[.,]00$/, "") : condition.number;
}

export function typedConditions(conditions: Conditions | undefined, earlier: readonly FormField[],
  language: Language): TypedConditions {
  return {
    any: conditions?.any ?? false,
    list: (conditions?.list ?? []).map((condition) => ({
      of: condition.test === "APPLICANT_IS" ? APPLICANT : condition.field,
      test: condition.test, choice: condition.value, types: condition.applicantTypes ?? [],
      number: typedNumber(condition, earlier.find(({ key }) => key === condition.field), language),
    })),
  };
}

/** Undefined: none. A number that cannot be read counts as none, and the page says so beside it. */
export function conditionsOf({ any, list }: TypedConditions, earlier: readonly FormField[]): unknown {
  if (list.length === 0) return undefined;
  return {
    any,
    list: list.map(({ of, test, choice, number, types }) => {
      if (of === APPLICANT) return { field: "", test: "APPLICANT_IS", value: "", number: "0", applicantTypes: [...types] };
      const chosen = test === "CHOSEN" || test === "NOT_CHOSEN";
      const compared = test === "AT_LEAST" || test === "AT_MOST";
      const money = isMoney(earlier.find(({ key }) => key === of));
      const read = compared ? (money ? parseHundredths(number) : parseWhole(number)) ?? 0n : 0n;
      return { field: of, test, value: chosen ? choice : "", number: String(read) as Integer64, applicantTypes: [] };
    }),
  };
}
