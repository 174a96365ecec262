/* What the office's pages load. */
import { loadCall } from "../../api/calls";
import { get } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Account, Call, CallDefinition, Dossier, DossierState, Role } from "../../api/shapes";
import { regionName } from "../../format/regions";
import { whoAmI } from "../../session";

const PAGE = 500;
/* 10,000 applications: more than any call of the domain; a board beyond it would need another form. */
const PAGES_MAX = 20;

export function hasRole(account: Account, ...roles: Role[]): boolean {
  return account.roles.some(({ role }) => roles.includes(role));
}

export async function loadDossiers(callId: string, state?: DossierState): Promise<Dossier[]> {
  const all: Dossier[] = [];
  let cursor = "";
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await get("/v1/calls/{callId}/dossiers", {
      path: { callId }, query: { limit: PAGE, cursor, ...(state ? { state } : {}) },
    });
    all.push(...answer.dossiers);
    cursor = answer.nextCursor;
    if (cursor === "") break;
  }
  return all;
}

/** The account as it is in one programme: roles for another programme are none there. */
export function inProgramme(account: Account, programmeId: string): Account {
  return { ...account, roles: account.roles.filter((grant) => grant.programmeId === "" || grant.programmeId === programmeId) };
}

export interface CallDesk {
  /** With the roles that count for the call. */
  account: Account;
  call: Call;
  definition: CallDefinition;
}

export async function loadCallDesk(callId: string): Promise<CallDesk> {
  const [account, call] = await Promise.all([whoAmI(), loadCall(callId)]);
  if (!call.definition) throw new Problem(404, "no-such-call", "");
  return { account: inProgramme(account, call.definition.programmeId), call, definition: call.definition };
}

/** The call's regions that the account coordinates, or all if it has a role of `everywhere`. */
export function ownRegions({ account, call }: CallDesk, ...everywhere: Role[]): { region: string; name: string }[] {
  const own = account.roles.filter(({ role }) => role === "COORDINATOR").map(({ region }) => region);
  const all = hasRole(account, ...everywhere) || own.includes("*");
  return call.regions.filter(({ region }) => all || own.includes(region))
    .map(({ region }) => ({ region, name: regionNameOf(call, region) }));
}

export function regionNameOf(call: Call, code: string): string {
  const name = call.regions.find(({ region }) => region === code)?.name;
  /* A region's site has no names of its own. */
  return name && name !== code ? name : regionName(code);
}

/** Cards that an application still lacks, as its stage asks for them. */
export function lacksCards(dossier: Dossier, definition: CallDefinition): boolean {
  const wanted = definition.stages.find(({ key }) => key === dossier.stage)?.meritCard?.assessors ?? 0;
  const waits = dossier.state === "MERIT_REVIEW" || dossier.state === "THIRD_ASSESSMENT";
  return waits && dossier.cardsLocked + dossier.cardsOpen < wanted + (dossier.state === "THIRD_ASSESSMENT" ? 1 : 0);
}
