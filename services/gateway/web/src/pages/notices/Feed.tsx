/* The inbox as an Atom feed: an address that is shown once. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { InboxFeed } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ProblemText } from "../../parts/Loaded";
import { asProblem } from "../../parts/resource";
import { notices } from "../../texts/notices";

/** Null when there is none. */
export async function loadFeed(): Promise<InboxFeed | null> {
  const feed = await get("/v1/me/inbox-feed", {});
  return feed.createdAt ? feed : null;
}

export function Feed({ first }: { first: InboxFeed | null }) {
  const { language } = useLanguage();
  const words = useScoped(notices);
  const [feed, setFeed] = useState(first);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (work: () => Promise<InboxFeed | null>, text: string) => {
    try {
      setFeed(await work());
      setSaid(text);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const make = () => act(() => post("/v1/me/inbox-feed", { body: {} }), words.feedMade);
  const end = () => act(() => remove("/v1/me/inbox-feed", {}).then(() => null), words.feedEnded);

  return (
    <section aria-labelledby="feed">
      <h2 id="feed">{words.feed}</h2>
      <p>{words.feedLead}</p>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {feed?.url && (
        <div class="field">
          <label for="feed-address">{words.feedAddress}</label>
          <input id="feed-address" type="text" readOnly value={feed.url} onFocus={(event) => event.currentTarget.select()} />
        </div>
      )}
      {feed?.createdAt && !feed.url && <p>{words.feedSince(formatDay(feed.createdAt, language))}</p>}
      <p class="act">
        <button class="button plain" type="button" onClick={() => void make()}>{feed ? words.feedRenew : words.feedMake}</button>
        {feed && <button class="button plain" type="button" onClick={() => void end()}>{words.feedEnd}</button>}
      </p>
    </section>
  );
}
