/* Who is signed in. The session itself is a cookie that no script can read; here is only what the
 * API says about its owner. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { get } from "./api/client";
import { Problem } from "./api/problem";
import type { Account } from "./api/shapes";
import type { Moment } from "./api/values";
import { burnVault, keep, openLastVault, openVault, recall } from "./drafts/vault";

interface Session {
  account: Account | null;
  /** With the end of the session, where the API just said it. */
  begin: (account: Account, until?: Moment) => void;
  /** The session is over without anybody's wish: what is unsaved is kept for its owner. */
  expire: () => void;
  /** Signed out: everything that this browser kept is destroyed. */
  end: () => void;
}

const Context = createContext<Session>({ account: null, begin: () => {}, expire: () => {}, end: () => {} });

export function useSession(): Session {
  return useContext(Context);
}

/* Most readers have no account: without this mark each of their visits would begin with a refusal. */
const mark = "wlacznik.signedIn";
const KEPT = "account";

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

let known: Promise<Account> | null = null;

function remember(account: Account, until?: Moment): Account {
  openVault(account.id, until === undefined ? undefined : Date.parse(until));
  void keep(KEPT, account).catch(() => {});
  known = Promise.resolve(account);
  return account;
}

/* Without a connection the owner of the vault may go on with what is in it. */
async function ask(): Promise<Account> {
  try {
    return remember(await get("/v1/me", {}));
  } catch (error) {
    const away = error instanceof Problem && error.status === 0;
    if (away && await openLastVault()) {
      const last = await recall<Account>(KEPT);
      if (last) return last;
    }
    throw error;
  }
}

/** Who is signed in; also opens the vault. Throws a Problem with 401 when nobody is. */
export function whoAmI(): Promise<Account> {
  known ??= ask().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [account, setAccount] = useState<Account | null>(null);
  const begin = (next: Account, until?: Moment) => {
    setMark(true);
    setAccount(remember(next, until));
  };
  const expire = () => {
    known = null;
    setMark(false);
    setAccount(null);
  };
  const end = () => {
    expire();
    void burnVault();
  };

  useEffect(() => {
    if (marked())
      whoAmI().then(setAccount, (error: unknown) => error instanceof Problem && error.status === 401 && expire());
  }, []);
  return <Context.Provider value={{ account, begin, expire, end }}>{children}</Context.Provider>;
}
