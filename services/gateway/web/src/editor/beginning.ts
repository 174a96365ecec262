/* What a new call begins with: nothing but what every call needs, a shipped example, or a file. */
import type { CallDefinition } from "../api/shapes";
import { midnightAfter } from "../format/warsaw";
import { newCard, newCriterion, newField, newStage } from "./structure";

/* Enough for people to read the announcement before, and a month to write. */
const LEAD_DAYS = 14;
const OPEN_DAYS = 30;
const MILLION = "100000000";

export function defaultDates(now: number) {
  const from = midnightAfter(LEAD_DAYS, now);
  return { fillFrom: from, submitFrom: from, submitUntil: midnightAfter(LEAD_DAYS + OPEN_DAYS + 1, now) };
}

export type Unfinished = Partial<Record<keyof CallDefinition, unknown>>;

/** Without what it says of regions where the programme does not work: another office's file has others. */
export function fitRegions(definition: Unfinished, regions: readonly string[]): Unfinished {
  const ours = (list: unknown) => Array.isArray(list)
    ? list.filter((each: { region?: string }) => regions.includes(each?.region ?? "")) : [];
  const ranking = definition.ranking as { pools?: unknown } | undefined;
  return { ...definition, regionTerms: ours(definition.regionTerms),
    ...(ranking ? { ranking: { ...ranking, pools: ours(ranking.pools) } } : {}) };
}

/** A definition that can be announced once its words and dates are right. */
export function fromNothing(now: number): Unfinished {
  const none: CallDefinition["stages"] = [];
  const stage = newStage("Pomysł", { stages: none } as unknown as CallDefinition);
  const named = (field: ReturnType<typeof newField>, pl: string, en: string) =>
    Object.assign(field, { label: { pl, en }, required: true });
  stage.title = { pl: "Pomysł", en: "Idea" };
  stage.assessment = "POINTS";
  stage.form = {
    sections: [
      { key: "pomysl", title: { pl: "Pomysł", en: "The idea" }, help: undefined, visibleIf: undefined, fields: [
        Object.assign(named(newField("SHORT_TEXT", "Nazwa", new Set()), "Nazwa innowacji", "Name of the innovation"), { meaning: "TITLE" }),
        Object.assign(named(newField("LONG_TEXT", "Opis", new Set()), "Na czym polega pomysł?", "What is the idea?"), { meaning: "SUMMARY" }),
      ] },
      { key: "pieniadze", title: { pl: "Pieniądze", en: "Money" }, help: undefined, visibleIf: undefined, fields: [
        Object.assign(named(newField("MONEY", "Kwota", new Set()), "Kwota grantu", "Grant asked for"), { meaning: "AMOUNT" }),
        named(newField("DECLARATION", "Oświadczenie", new Set()), "Dane w zgłoszeniu są prawdziwe.", "What this application says is true."),
      ] },
    ],
  };
  stage.formalItems = [
    { key: "termin", text: { pl: "Zgłoszenie złożono w terminie.", en: "The application was submitted in time." }, probe: "PROBE_IN_WINDOW" },
    { key: "komplet", text: { pl: "Odpowiedzi są kompletne.", en: "The answers are complete." }, probe: "PROBE_COMPLETE" },
  ];
  stage.meritCard = Object.assign(newCard(), {
    criteria: [
      Object.assign(newCriterion("Potrzeba", new Set()), { title: { pl: "Potrzeba społeczna", en: "Social need" } }),
      Object.assign(newCriterion("Nowość", new Set()), { title: { pl: "Nowość rozwiązania", en: "Novelty" } }),
    ],
    threshold: 1000, assessors: 2,
  });
  return {
    ...defaultDates(now), title: { pl: "Nowy nabór", en: "" }, poolGrosze: MILLION, minGrantGrosze: "0", maxGrantGrosze: "0",
    applicantTypes: ["PERSON", "INFORMAL_GROUP", "NGO"], applicationsPerPerson: 1, stages: [stage],
    ranking: { tieChain: [{ step: "TIE_FILED_EARLIER", criterion: "" }], reserveCount: 10 },
    corrections: { times: 1, days: 7, dayKind: "WORKING_DAYS", fields: [] },
  };
}

export const examples = ["wlacznik", "frdl"] as const;
export type Example = (typeof examples)[number];

/** One of the examples that ship with the programs, with dates that are not over. */
export async function fromExample(name: Example, now: number): Promise<Unfinished> {
  const response = await fetch(`/examples/${name}.json`);
  if (!response.ok) throw new Error(`example ${name}: ${response.status}`);
  return { ...await response.json() as Unfinished, ...defaultDates(now) };
}

/** A definition in a file; null when it is none. Dates that are over are replaced. */
export function fromFile(text: string, now: number): Unfinished | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof found !== "object" || found === null || !Array.isArray((found as Unfinished).stages)) return null;
  const { submitUntil } = found as { submitUntil?: string };
  const over = !submitUntil || !(Date.parse(submitUntil) > now);
  return { ...found, ...(over ? defaultDates(now) : {}) };
}
