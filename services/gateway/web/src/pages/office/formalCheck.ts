/* The answers of a formal check while it is made. Pure. */
import type { FormalAnswer, FormalItem, FormalProposal } from "../../api/shapes";

export type Chosen = Exclude<FormalAnswer, "FORMAL_ANSWER_UNSPECIFIED">;

export interface ItemDraft {
  answer: Chosen | "";
  reason: string;
}

export type CheckDraft = Readonly<Record<string, ItemDraft | undefined>>;

const none: ItemDraft = { answer: "", reason: "" };

export function itemDraft(draft: CheckDraft, item: string): ItemDraft {
  return draft[item] ?? none;
}

export function openItems(items: readonly FormalItem[], draft: CheckDraft): FormalItem[] {
  return items.filter(({ key }) => itemDraft(draft, key).answer === "");
}

export function failedItems(items: readonly FormalItem[], draft: CheckDraft): FormalItem[] {
  return items.filter(({ key }) => itemDraft(draft, key).answer === "NO");
}

export interface Missing {
  item: FormalItem;
  what: "answer" | "reason";
}

/** What is still missing: an answer, or the reason of a no. */
export function missingIn(items: readonly FormalItem[], draft: CheckDraft): Missing[] {
  return items.flatMap((item): Missing[] => {
    const { answer, reason } = itemDraft(draft, item.key);
    if (answer === "") return [{ item, what: "answer" }];
    return answer === "NO" && reason.trim() === "" ? [{ item, what: "reason" }] : [];
  });
}

export function sentItems(items: readonly FormalItem[], draft: CheckDraft) {
  return items.flatMap(({ key }) => {
    const { answer, reason } = itemDraft(draft, key);
    return answer === "" ? [] : [{ item: key, answer, reason: answer === "YES" ? "" : reason.trim() }];
  });
}

/** What stands there before anybody touched it: the answers of a check that was sent back, else what the
 * house found out. */
export function firstDraft(proposal: FormalProposal): CheckDraft {
  const draft: Record<string, ItemDraft> = {};
  for (const { item, answer } of proposal.items)
    if (answer !== "FORMAL_ANSWER_UNSPECIFIED") draft[item] = { answer, reason: "" };
  for (const { item, answer, reason } of proposal.returned?.items ?? [])
    if (answer !== "FORMAL_ANSWER_UNSPECIFIED") draft[item] = { answer, reason };
  return draft;
}

const keys: Readonly<Record<string, Chosen>> = { t: "YES", y: "YES", n: "NO", d: "NOT_APPLICABLE" };

/** What a key answers; undefined for other keys. Y is for English hands. */
export function answerOfKey(key: string): Chosen | undefined {
  return keys[key.toLowerCase()];
}
