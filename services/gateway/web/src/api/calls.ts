import { get } from "./client";
import type { Call } from "./shapes";

/* A published call changes only by being extended, so the pages of one form need not ask again. */
const FRESH = 60_000;
const known = new Map<string, { at: number; call: Promise<Call> }>();

export function loadCall(callId: string): Promise<Call> {
  const found = known.get(callId);
  if (found && Date.now() - found.at < FRESH) return found.call;
  const call = get("/v1/calls/{callId}", { path: { callId } });
  known.set(callId, { at: Date.now(), call });
  call.catch(() => known.delete(callId));
  return call;
}
