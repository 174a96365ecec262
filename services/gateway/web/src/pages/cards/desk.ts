/* Cards with or without a connection: what was read is kept, encrypted, and what was written waits. */
import { loadCall } from "../../api/calls";
import { get, put } from "../../api/client";
import type { Account, Card, LocalText } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { Problem } from "../../api/problem";
import { Autosaver, type Kept, type Remote } from "../../drafts/autosave";
import { afterSaves, begin, type Beginning } from "../../drafts/useAutosave";
import { forget, keep, keptNames, recall, vaultLasts } from "../../drafts/vault";
import type { Language } from "../../language/languages";
import { whoAmI } from "../../session";
import { heldScores, plainScoring, RECOMMENDATION, recommendationOf, scoresOf, scoringOf, type Scoring } from "./scores";

const LIST = "cards";
const LIMIT = 200;
/* Cards fetched ahead at a time: enough to be quick, few enough to be gentle. */
const AT_ONCE = 4;

const copyName = (id: string) => `copy of card ${id}`;
const draftPrefix = "card ";

export function cardDraftName(id: string): string {
  return draftPrefix + id;
}

function isAway(error: unknown): boolean {
  return error instanceof Problem && error.status === 0;
}

export interface Desk {
  account: Account;
  cards: Card[];
  /** Whether this is what the browser kept, because there is no connection. */
  offline: boolean;
}

export async function loadDesk(): Promise<Desk> {
  const account = await whoAmI();
  try {
    const { cards } = await get("/v1/me/cards", { query: { limit: LIMIT } });
    await keep(LIST, cards);
    return { account, cards, offline: false };
  } catch (error) {
    const cards = isAway(error) ? await recall<Card[]>(LIST) : undefined;
    if (!cards) throw error;
    return { account, cards, offline: true };
  }
}

export interface OpenedCard {
  account: Account;
  card: Card;
  call: LocalText | undefined;
  offline: boolean;
}

interface Copy {
  card: Card;
  call: LocalText | undefined;
}

async function fetchCard(id: string): Promise<Copy> {
  const card = await get("/v1/cards/{cardId}", { path: { cardId: id } });
  const call = (await loadCall(card.callId)).definition?.title;
  if (card.state === "OPEN") await keep(copyName(id), { card, call } satisfies Copy);
  else await forget(copyName(id));
  return { card, call };
}

export async function loadCard(id: string): Promise<OpenedCard> {
  const account = await whoAmI();
  await afterSaves(cardDraftName(id));
  try {
    return { account, ...await fetchCard(id), offline: false };
  } catch (error) {
    const copy = isAway(error) ? await recall<Copy>(copyName(id)) : undefined;
    if (!copy) throw error;
    return { account, ...copy, offline: true };
  }
}

export function criteriaOf(card: Card) {
  return card.rules?.criteria ?? [];
}

export function cardRemote(card: Card, language: Language): Remote<Scoring> {
  const criteria = criteriaOf(card);
  const path = { cardId: card.id };

  return {
    plain: (scoring) => plainScoring(criteria, scoring),
    held: (scoring) => heldScores(criteria, scoring),
    save: async (scoring: Scoring, version: Integer64) => {
      const recommendation = recommendationOf(scoring);
      const scores = { list: scoresOf(criteria, scoring), ...(recommendation ? { recommendation } : {}) };
      const saved = await put("/v1/cards/{cardId}", { path, body: { version, scores } });
      return { version: saved.version, at: undefined };
    },
    load: async () => {
      const newer = await get("/v1/cards/{cardId}", { path });
      return { values: scoringOf(criteria, newer.scores?.list ?? [], language, newer.scores?.recommendation), version: newer.version };
    },
    keyOf: (field, scoring) => {
      if (field === "scores.recommendation") return RECOMMENDATION;
      const inList = /^scores\.list\[(\d+)\]/.exec(field);
      return inList ? scoresOf(criteria, scoring)[Number(inList[1])]?.criterion ?? ""
        : /^scores\.([\w-]+)/.exec(field)?.[1] ?? "";
    },
  };
}

export async function beginCard(id: string, language: Language):
Promise<OpenedCard & { beginning: Beginning<Scoring> | null }> {
  const opened = await loadCard(id);
  const { card } = opened;
  if (card.state !== "OPEN") return { ...opened, beginning: null };
  const remote = cardRemote(card, language);
  const values = scoringOf(criteriaOf(card), card.scores?.list ?? [], language, card.scores?.recommendation);
  return { ...opened, beginning: await begin<Scoring>(cardDraftName(id), { values, version: card.version }, remote.plain) };
}

/** Takes every open card along, so that the next tunnel or village does not matter. How many there are now. */
export async function takeAlong(cards: readonly Card[]): Promise<number | null> {
  const open = cards.filter(({ state }) => state === "OPEN");
  if (!await vaultLasts()) return null;
  const waiting = [...open];
  const worker = async () => {
    for (let card = waiting.pop(); card; card = waiting.pop()) await fetchCard(card.id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return open.length;
}

export type Unsent = "waiting" | "conflict";

/** Sends what was written without a connection. What is left, by card. */
export async function sendWaiting(language: Language): Promise<ReadonlyMap<string, Unsent>> {
  const left = new Map<string, Unsent>();
  for (const name of await keptNames(draftPrefix)) {
    const id = name.slice(draftPrefix.length);
    const kept = await recall<Kept<Scoring>>(name);
    const copy = await recall<Copy>(copyName(id));
    if (!kept || !copy) continue;
    const saver = new Autosaver<Scoring>(kept, cardRemote(copy.card, language), {
      keep: (next) => keep(name, next), forget: () => forget(name),
    });
    const sent = await saver.flush();
    const { kind } = saver.snapshot().state;
    saver.stop();
    if (!sent) left.set(id, kind === "conflict" ? "conflict" : "waiting");
  }
  return left;
}
