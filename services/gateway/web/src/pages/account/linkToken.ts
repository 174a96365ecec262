import { useEffect, useState } from "preact/hooks";

function takeToken(): string {
  const found = new URLSearchParams(globalThis.location.hash.slice(1)).get("token") ?? "";
  if (found) history.replaceState(null, "", globalThis.location.pathname);
  return found;
}

/** The token of a link from a letter. It stands behind the "#", which no server, no log and no
 * Referer header ever sees; once read it leaves the address bar, too. "" without one. */
export function useLinkToken(): string {
  const [token, setToken] = useState(takeToken);

  // A link that is opened where its page stands already changes what is behind the "#" and loads nothing.
  useEffect(() => {
    const look = () => setToken((before) => takeToken() || before);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return token;
}
