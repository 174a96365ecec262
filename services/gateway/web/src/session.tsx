/* Who is signed in. The session itself is a cookie that no script can read; here is only what the
 * API says about its owner. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { get } from "./api/client";
import type { Account } from "./api/shapes";

interface Session {
  account: Account | null;
  begin: (account: Account) => void;
  end: () => void;
}

const Context = createContext<Session>({ account: null, begin: () => {}, end: () => {} });

export function useSession(): Session {
  return useContext(Context);
}

/* Most readers have no account: without this mark each of their visits would begin with a refusal. */
const mark = "wlacznik.signedIn";

function marked(): boolean {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    return false;
  }
}

function setMark(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(mark, "yes");
    else localStorage.removeItem(mark);
  } catch {
    /* Then only the menu of the next visit does not know. */
  }
}

export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [account, setAccount] = useState<Account | null>(null);
  const begin = (next: Account) => {
    setMark(true);
    setAccount(next);
  };
  const end = () => {
    setMark(false);
    setAccount(null);
  };

  useEffect(() => {
    if (marked()) get("/v1/me", {}).then(begin, end);
  }, []);
  return <Context.Provider value={{ account, begin, end }}>{children}</Context.Provider>;
}
