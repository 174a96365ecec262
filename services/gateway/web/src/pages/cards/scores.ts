/* Scores as an assessor types them, and as the contract has them. Points are hundredths. Pure. */
import type { CriterionScore, MeritCard, StageOutcome } from "../../api/shapes";
import { parseHundredths } from "../../form/numbers";
import { plainHundredths } from "../../format/numbers";
import type { Language } from "../../language/languages";

export interface TypedScore {
  points: string;
  reason: string;
}

export type Scoring = Readonly<Record<string, TypedScore | undefined>>;
export type Criterion = MeritCard["criteria"][number];
type Criteria = readonly Criterion[];

const nothing: TypedScore = { points: "", reason: "" };

/** Beside the criteria, whose keys have no tilde: what the assessor would do. */
export const RECOMMENDATION = "~recommendation";
export type Recommendation = Exclude<StageOutcome, "STAGE_OUTCOME_UNSPECIFIED">;
export const recommendations: readonly Recommendation[] = ["GO_ON", "RETURN", "STOP"];

export function recommendationOf(scoring: Scoring): Recommendation | undefined {
  return recommendations.find((each) => each === scoring[RECOMMENDATION]?.reason);
}

export function typedScore(scoring: Scoring, criterion: string): TypedScore {
  return scoring[criterion] ?? nothing;
}

/** Hundredths; null when there is no number. */
export function pointsOf(typed: TypedScore): number | null {
  const points = parseHundredths(typed.points);
  return points === null || points > 1_000_000n ? null : Number(points);
}

function shortened(hundredths: string): string {
  return hundredths.replace(/([.,]\d)0$/, "$1").replace(/[.,]0$/, "");
}

export function scoringOf(criteria: Criteria, list: readonly CriterionScore[], language: Language,
  recommendation: StageOutcome = "STAGE_OUTCOME_UNSPECIFIED"): Scoring {
  const recommended = recommendation === "STAGE_OUTCOME_UNSPECIFIED" ? {}
    : { [RECOMMENDATION]: { points: "", reason: recommendation } };
  return { ...recommended, ...Object.fromEntries(criteria.map(({ key }) => {
    const score = list.find(({ criterion }) => criterion === key);
    return [key, score
      ? { points: shortened(plainHundredths(score.points, language)), reason: score.reason } : undefined];
  })) };
}

/* An opinion in words has no points: its reason is the score. */
function givenPoints(criterion: Criterion, typed: TypedScore): number | null {
  if (criterion.scale === "SCALE_WORDS") return typed.reason.trim() === "" ? null : 0;
  return pointsOf(typed);
}

/** How long the reason of a criterion must be. */
export function reasonMin(criterion: Criterion, card: Pick<MeritCard, "reasonMinLength">): number {
  if (criterion.reasonOptional) return 0;
  return criterion.reasonMinLength || card.reasonMinLength;
}

/** A score without points is none: nought is a score, too. */
export function scoresOf(criteria: Criteria, scoring: Scoring): { criterion: string; points: number; reason: string }[] {
  return criteria.flatMap((criterion) => {
    const { key } = criterion;
    const typed = typedScore(scoring, key);
    const points = givenPoints(criterion, typed);
    return points === null ? [] : [{ criterion: key, points, reason: typed.reason.replaceAll("\r\n", "\n").trim() }];
  });
}

/** What cannot be sent yet: a reason without points, or points that are no number. */
export function heldScores(criteria: Criteria, scoring: Scoring): string[] {
  return criteria.filter((criterion) => {
    const typed = typedScore(scoring, criterion.key);
    return givenPoints(criterion, typed) === null && (typed.points.trim() !== "" || typed.reason.trim() !== "");
  }).map(({ key }) => key);
}

export function plainScoring(criteria: Criteria, scoring: Scoring): Scoring {
  const recommended = recommendationOf(scoring);
  return { ...recommended ? { [RECOMMENDATION]: { points: "", reason: recommended } } : {}, ...Object.fromEntries(criteria.map(({ key }) => {
    const { points, reason } = typedScore(scoring, key);
    const hundredths = pointsOf({ points, reason });
    const plain = hundredths === null ? points.trim() : shortened(plainHundredths(hundredths, "en"));
    const text = reason.replaceAll("\r\n", "\n").trim();
    return [key, plain === "" && text === "" ? undefined : { points: plain, reason: text }];
  })) };
}

export interface Total {
  points: number;
  /** Without premiums, which never count for the threshold. */
  counted: number;
  max: number;
}

export function totalOf(criteria: Criteria, scoring: Scoring): Total {
  let points = 0;
  let counted = 0;
  let max = 0;
  for (const { key, premium, maxPoints } of criteria) {
    const given = pointsOf(typedScore(scoring, key)) ?? 0;
    points += given;
    max += maxPoints;
    if (!premium) counted += given;
  }
  return { points, counted, max };
}
