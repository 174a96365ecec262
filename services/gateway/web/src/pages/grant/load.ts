import { get } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Grant, GrantOnList } from "../../api/shapes";

/** Null: there is none yet, or it is not the caller's; the API does not tell which. */
export async function loadGrant(applicationId: string): Promise<Grant | null> {
  try {
    return await get("/v1/applications/{applicationId}/grant", { path: { applicationId } });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

const PAGE = 500;
const PAGES_MAX = 20;

export async function loadGrants(callId: string): Promise<GrantOnList[]> {
  const all: GrantOnList[] = [];
  let cursor = "";
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await get("/v1/calls/{callId}/grants", { path: { callId }, query: { limit: PAGE, cursor } });
    all.push(...answer.grants);
    cursor = answer.nextCursor;
    if (cursor === "") break;
  }
  return all;
}
