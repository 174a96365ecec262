/* Whether a card is the one that was recorded when it was locked. What its digest is made of stands with
   evaluation.CardRecord in the contract; the tests have the same example as the services'. */
import type { CardRecord, ConsolidatedCard } from "../../api/shapes";

const bytes = (text: string) => new TextEncoder().encode(text);

/* Free words stand behind their length, so that no words pass for lines. */
const words = (text: string) => ` ${bytes(text).length}\n${text}\n`;

function textOf({ applicationId, stage, round, third, scores, seal }: CardRecord): string {
  const sorted = [...scores?.list ?? []].sort((a, b) => (a.criterion < b.criterion ? -1 : 1));

  return [
    `wlacznik-card-1\napplication ${applicationId}\nstage ${stage}\nround ${round}\nthird ${third ? "yes" : "no"}\n`,
    `recommendation ${scores?.recommendation ?? "STAGE_OUTCOME_UNSPECIFIED"}\n`,
    ...sorted.map(({ criterion, points, reason }) => `criterion ${criterion} ${points}${words(reason)}`),
    `seal ${seal}\n`,
  ].join("");
}

export async function digestOf(record: CardRecord): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes(textOf(record)));

  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* As the services round: half a hundredth goes up. */
const mean = (points: number[]) => Math.floor((2 * points.reduce((sum, each) => sum + each, 0) + points.length) / (2 * points.length));

/** Whether the consolidated card says what these cards say: their reasons, and the means of their points. */
export function isMadeOf(card: ConsolidatedCard, records: CardRecord[]): boolean {
  return records.length === card.cards && card.criteria.every(({ criterion, points, reasons }) => {
    const scores = records.map((record) => record.scores?.list.find((each) => each.criterion === criterion));
    const written = scores.map((score) => score?.reason ?? "").filter(Boolean);

    return mean(scores.map((score) => score?.points ?? 0)) === points && written.join("\n") === reasons.filter(Boolean).join("\n");
  });
}

export interface CheckedCard {
  record: CardRecord;
  computed: string;
  finding: "same" | "different" | "undigested";
}

export function check(records: CardRecord[]): Promise<CheckedCard[]> {
  return Promise.all(records.map(async (record) => {
    const computed = await digestOf(record);

    return { record, computed, finding: record.digest === "" ? "undigested" : record.digest === computed ? "same" : "different" };
  }));
}
