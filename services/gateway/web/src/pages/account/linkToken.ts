import { useState } from "preact/hooks";

/** The token of a link from a letter. It stands behind the "#", which no server, no log and no
 * Referer header ever sees; once read it leaves the address bar, too. "" without one. */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = new URLSearchParams(globalThis.location.hash.slice(1)).get("token") ?? "";
    if (found) history.replaceState(null, "", globalThis.location.pathname);
    return found;
  });
  return token;
}
