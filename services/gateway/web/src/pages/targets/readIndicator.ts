/* What was typed about an indicator, as the contract has it. Pure. */
import { Problem } from "../../api/problem";
import type { ApplicantType, IndicatorKind, IndicatorMeasure, SentIndicator } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { parseHundredths } from "../../form/numbers";

const NOTHING = "INDICATOR_MEASURE_UNSPECIFIED";

export type Value = (name: string) => string;

/* What is no number is told by the page; everything else by the API. */
function numbersOf(value: Value, wanted: readonly string[]): Map<string, Integer64> {
  const read = wanted.map((name) => [name, value(name).trim() === "" ? 0n : parseHundredths(value(name))] as const);
  const wrong = read.filter(([, number]) => number === null);
  if (wrong.length > 0) throw new Problem(400, "invalid", "", wrong.map(([field]) => ({ field, code: "number", detail: "" })));
  return new Map(read.map(([name, number]) => [name, String(number ?? 0n) as Integer64]));
}

function wordsIn(value: Value, name: string) {
  const [pl, en] = [value(`${name}Pl`).trim(), value(`${name}En`).trim()];
  return pl || en ? { pl, en } : undefined;
}

export const positionsUpTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The text as it was typed; milestones that nothing was typed into are none. */
export function readIndicator(value: Value, rows: number): SentIndicator {
  const positions = positionsUpTo(rows).filter((each) => value(`milestone-value-${each}`).trim() !== "" || value(`milestone-dueOn-${each}`) !== "");
  const numbers = numbersOf(value, ["baseline", "target", ...positions.map((each) => `milestone-value-${each}`)]);
  const number = (name: string) => numbers.get(name) ?? "0" as Integer64;
  const [name, definition, unit] = ["name", "definition", "unit"].map((each) => wordsIn(value, each));

  return {
    ...(name ? { name } : {}), ...(definition ? { definition } : {}), ...(unit ? { unit } : {}),
    kind: (value("kind") || "INDICATOR_KIND_UNSPECIFIED") as IndicatorKind,
    measure: (value("measure") || NOTHING) as IndicatorMeasure,
    applicantType: (value("applicantType") || "APPLICANT_TYPE_UNSPECIFIED") as ApplicantType,
    region: value("region"),
    shareOf: (value("shareOf") || NOTHING) as IndicatorMeasure,
    baseline: number("baseline"), target: number("target"), startsOn: value("startsOn"), dueOn: value("dueOn"),
    milestones: positions.map((each) => ({ dueOn: value(`milestone-dueOn-${each}`), value: number(`milestone-value-${each}`) })),
    isPublic: value("isPublic") === "on",
  } as SentIndicator;
}
