/* A plan of the assignment while it is worked on. Pure. */
import type { AssignmentPlan, AssessorWork, PlannedPair } from "../../api/shapes";

export interface Pair {
  applicationId: string;
  assessorUserId: string;
}

/** What the coordinator changed: pairs that are made, and pairs that are not. */
export interface Wishes {
  fixed: readonly Pair[];
  forbidden: readonly Pair[];
}

export const noWishes: Wishes = { fixed: [], forbidden: [] };

const same = (a: Pair, b: Pair) => a.applicationId === b.applicationId && a.assessorUserId === b.assessorUserId;

/** The application goes to another assessor instead; an earlier wish about either pair gives way. */
export function withSwap(wishes: Wishes, from: Pair, to: Pair): Wishes {
  const others = (list: readonly Pair[]) => list.filter((each) => !same(each, from) && !same(each, to));
  return { fixed: [...others(wishes.fixed), to], forbidden: [...others(wishes.forbidden), from] };
}

/** What the API is asked with; `keep` makes a new plan stay as near to the last one as it can. */
export function sentWishes(wishes: Wishes, last: AssignmentPlan | null) {
  const pair = ({ applicationId, assessorUserId }: Pair) => ({ applicationId, assessorUserId });
  return {
    fixed: wishes.fixed.map(pair), forbidden: wishes.forbidden.map(pair),
    keep: (last?.pairs ?? []).slice(0, 5000).map(pair),
  };
}

/** Who may be chosen instead: everybody on the list who has not got the application in the plan. */
export function otherAssessors(pair: PlannedPair, plan: AssignmentPlan, list: readonly AssessorWork[]): AssessorWork[] {
  const holders = plan.pairs.filter(({ applicationId }) => applicationId === pair.applicationId)
    .map(({ assessorUserId }) => assessorUserId);
  return list.filter(({ assessor }) => assessor && assessor.maxCards > 0 && !holders.includes(assessor.userId));
}

/** Fit from 0 to 10,000 as tenths of a per cent: "72,5 %". */
export function fitShare(fit: number | bigint, language: "pl" | "en"): string {
  const tenths = (BigInt(fit) + 5n) / 10n;
  const text = `${tenths / 10n}${language === "pl" ? "," : "."}${tenths % 10n}`;
  return language === "pl" ? `${text}\u00a0%` : `${text}%`;
}
