/* What the API allows and people regret: told before a call is announced. Pure. */
import type { Call, CallDefinition } from "../api/shapes";
import { fieldsOf } from "./structure";

export type AdviceCode = "english" | "weekend" | "short" | "soon" | "over" | "no-operator" | "no-consent" | "place" | "no-terms"
  | "no-formal" | "no-appeal" | "no-corrections" | "no-regions" | "all-seen" | "no-help";

export interface Advice {
  code: AdviceCode;
  /** A path as the API's problems have it. */
  field: string;
}

const DAY = 86_400_000;
const warsawDay = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Warsaw", weekday: "short" });

function adviceOnDates(definition: CallDefinition, now: number): Advice[] {
  const { submitFrom, submitUntil } = definition;
  const found: Advice[] = [];
  if (!submitFrom || !submitUntil) return found;
  const [from, until] = [Date.parse(submitFrom), Date.parse(submitUntil)];
  const last = warsawDay.format(until - 1);
  if (until <= now) return [{ code: "over", field: "definition.submitUntil" }];
  if (last === "Sat" || last === "Sun") found.push({ code: "weekend", field: "definition.submitUntil" });
  if (until - from < 14 * DAY) found.push({ code: "short", field: "definition.submitUntil" });
  if (Date.parse(definition.fillFrom ?? submitFrom) < now) found.push({ code: "soon", field: "definition.fillFrom" });
  return found;
}

/* A call is read in English, too; what lacks it is shown in Polish. */
function lacksEnglish(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { pl, en } = value as { pl?: unknown; en?: unknown };
  if (typeof pl === "string" && pl !== "" && en === "") return true;
  return Object.values(value).some(lacksEnglish);
}

function adviceOnStages(definition: CallDefinition): Advice[] {
  const [first] = definition.stages;
  const fields = fieldsOf(first);
  const at = "definition.stages[0]";
  const found: Advice[] = [];

  if (!fields.some(({ kind }) => kind === "DECLARATION")) found.push({ code: "no-consent", field: `${at}.form` });
  if (!fields.some(({ meaning }) => meaning === "LOCATION")) found.push({ code: "place", field: `${at}.form` });
  if (fields.every(({ help }) => !help?.pl)) found.push({ code: "no-help", field: `${at}.form` });
  if (!fields.some(({ hiddenFromAssessors }) => hiddenFromAssessors)) found.push({ code: "all-seen", field: `${at}.form` });
  if (first && first.formalItems.length === 0) found.push({ code: "no-formal", field: `${at}.formalItems` });
  if (first?.assessment === "POINTS" && !first.terms) found.push({ code: "no-terms", field: `${at}.terms` });
  if (first?.assessment === "POINTS" && !first.meritAppeal) found.push({ code: "no-appeal", field: `${at}.meritAppeal` });
  return found;
}

export function adviceOn(call: Call, definition: CallDefinition, now: number): Advice[] {
  const named = new Set(definition.regionTerms.filter(({ operatorEmail }) => operatorEmail !== "").map(({ region }) => region));
  return [
    ...adviceOnDates(definition, now),
    ...(call.regions.length === 0 ? [{ code: "no-regions", field: "definition.regionTerms" } as const] : []),
    ...(call.regions.some(({ region }) => !named.has(region)) ? [{ code: "no-operator", field: "definition.regionTerms" } as const] : []),
    ...adviceOnStages(definition),
    ...(!definition.corrections || definition.corrections.times === 0
      ? [{ code: "no-corrections", field: "definition.corrections" } as const] : []),
    ...(lacksEnglish(definition) ? [{ code: "english", field: "definition.title" } as const] : []),
  ];
}
