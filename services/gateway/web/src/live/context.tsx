/* What the pages know of the account's inbox as it changes. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Message } from "../api/shapes";
import { useSession } from "../session";
import { follow } from "./follow";

interface Inbox {
  /** Null: not known yet. */
  unread: number | null;
  /** The last message that came while somebody looked. */
  latest: Message | null;
}

const nothing: Inbox = { unread: null, latest: null };
const Context = createContext<Inbox>(nothing);

export function useInbox(): Inbox {
  return useContext(Context);
}

export function InboxProvider({ children }: { children: ComponentChildren }) {
  const { account } = useSession();
  const [inbox, setInbox] = useState(nothing);

  useEffect(() => {
    if (!account) return;
    const end = follow({
      unread: (unread) => setInbox((before) => ({ ...before, unread })),
      message: (latest) => setInbox((before) => before.latest?.id === latest.id ? before : { ...before, latest }),
    });
    return () => {
      end();
      setInbox(nothing);
    };
  }, [account?.id]);
  return <Context.Provider value={inbox}>{children}</Context.Provider>;
}
