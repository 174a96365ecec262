/* What becomes new for the account while somebody looks at the page: from a stream of the gateway's, or by asking
 * now and then where there is no place among the streams. A page that nobody sees has neither: browsers have
 * six connections to a host over HTTP/1.1, and every tab would take one. */
import { get } from "../api/client";
import { Problem } from "../api/problem";
import type { Message } from "../api/shapes";

export interface Listener {
  unread: (count: number) => void;
  /** At least once each; its id tells when it comes again. */
  message: (message: Message) => void;
}

const STREAM = "/v1/me/stream";
const ASK_EVERY = 60_000;
const STREAM_AGAIN = 5 * 60_000;

/** Nobody looks, or there is nowhere to ask. */
const atRest = () => document.hidden || !navigator.onLine;

/** Begins; what it gives ends it. */
export function follow(listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest: string | undefined;
  let refusedAt = -Infinity;
  let ended = false;

  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };

  const ask = async () => {
    try {
      const { messages, unread } = await get("/v1/me/messages", { query: { limit: 1 } });
      if (ended) return;
      listener.unread(unread);
      const first = messages[0];
      if (first && newest !== undefined && first.id !== newest) listener.message(first);
      newest = first?.id ?? "";
    } catch (error) {
      if (error instanceof Problem && error.status === 401) ended = true;
    }
    if (!ended && !atRest()) timer = setTimeout(begin, ASK_EVERY);
  };

  /* A connection that breaks the browser makes again by itself; one that was refused it does not. */
  const failed = () => {
    if (atRest()) stop();
    if (source?.readyState !== EventSource.CLOSED) return;
    stop();
    refusedAt = performance.now();
    void ask();
  };

  const open = () => {
    source = new EventSource(STREAM);
    source.addEventListener("unread", ({ data }) =>
      listener.unread((JSON.parse(String(data)) as { count: number }).count));
    source.addEventListener("message", ({ data }) =>
      listener.message(JSON.parse(String(data)) as Message));
    source.addEventListener("error", failed);
  };

  function begin() {
    stop();
    if (ended || atRest()) return;
    if (performance.now() - refusedAt < STREAM_AGAIN) void ask();
    else open();
  }

  document.addEventListener("visibilitychange", begin);
  addEventListener("online", begin);
  addEventListener("offline", stop);
  begin();
  return () => {
    ended = true;
    stop();
    document.removeEventListener("visibilitychange", begin);
    removeEventListener("online", begin);
    removeEventListener("offline", stop);
  };
}
