/* Where a definition is read and written: a draft call, or a copy in this browser that becomes a new version of
 * the form of a published one. Pages need not know which of the two it is. */
import { get, put } from "../api/client";
import { Problem } from "../api/problem";
import type { Account, Call, CallDefinition, SentDefinition } from "../api/shapes";
import type { Integer64, Moment } from "../api/values";
import { forget, keep, recall } from "../drafts/vault";
import { whoAmI } from "../session";

export interface Held {
  definition: CallDefinition;
  version: Integer64;
}

export interface Desk {
  account: Account;
  call: Call;
  /** Only the forms of a published call can still be changed, by a new version that is announced as a whole. */
  revising: boolean;
  load: () => Promise<Held>;
  save: (definition: CallDefinition, version: Integer64) => Promise<{ version: Integer64; at: Moment }>;
}

/* Saves on their way, so that the next page does not read what they are about to replace. */
const onTheirWay = new Map<string, Promise<unknown>>();

async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = onTheirWay.get(name);
  const mine = (before ?? Promise.resolve()).catch(() => {}).then(work);
  onTheirWay.set(name, mine);
  try {
    return await mine;
  } finally {
    if (onTheirWay.get(name) === mine) onTheirWay.delete(name);
  }
}

function now(): Moment {
  return new Date().toISOString() as Moment;
}

function held(call: Call): Held {
  if (!call.definition) throw new Problem(404, "no-such-call", "");
  return { definition: call.definition, version: call.version };
}

export function loadFresh(callId: string): Promise<Call> {
  return get("/v1/calls/{callId}", { path: { callId } });
}

function draftDesk(account: Account, call: Call): Desk {
  const name = `call ${call.id}`;
  return {
    account, call, revising: false,
    load: () => alone(name, async () => held(await loadFresh(call.id))),
    save: (definition, version) => alone(name, async () => {
      const saved = await put("/v1/calls/{callId}", { path: { callId: call.id }, body: { version, unfinished: true, definition: definition as SentDefinition } });
      return { version: saved.version, at: now() };
    }),
  };
}

interface Revision extends Held {
  /** Of the call, when the copy was begun. */
  of: Integer64;
}

function revisionName(callId: string): string {
  return `revision ${callId}`;
}

function revisionDesk(account: Account, call: Call): Desk {
  const name = revisionName(call.id);
  const load = async (): Promise<Revision> => {
    const kept = await recall<Revision>(name);
    return kept ?? { ...held(await loadFresh(call.id)), version: "0" as Integer64, of: call.version };
  };
  return {
    account, call, revising: true,
    load: () => alone(name, load),
    save: (definition, version) => alone(name, async () => {
      const before = await load();
      if (before.version !== version) throw new Problem(409, "newer-version", "");
      const next = String(BigInt(version) + 1n) as Integer64;
      await keep(name, { definition, version: next, of: before.of } satisfies Revision);
      return { version: next, at: now() };
    }),
  };
}

/** What this browser holds of a new version of the form; undefined when nothing was changed. */
export function revisionOf(callId: string): Promise<Revision | undefined> {
  return recall<Revision>(revisionName(callId));
}

export function dropRevision(callId: string): Promise<void> {
  return forget(revisionName(callId));
}

export async function openDesk(callId: string): Promise<Desk> {
  const account = await whoAmI();
  const call = await loadFresh(callId);
  return call.state === "CALL_DRAFT" ? draftDesk(account, call) : revisionDesk(account, call);
}

const TRIES = 3;

/** Changes what there is now; what somebody else changed in the meantime stays. */
export async function change(desk: Desk, act: (definition: CallDefinition) => void): Promise<Held> {
  for (let attempt = 1; ; attempt++) {
    const { definition, version } = await desk.load();
    const next = structuredClone(definition);
    act(next);
    try {
      const saved = await desk.save(next, version);
      return { definition: next, version: saved.version };
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409 || attempt === TRIES) throw error;
    }
  }
}
