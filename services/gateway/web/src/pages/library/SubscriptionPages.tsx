/* Where the links of letters lead. Opening one changes nothing, because programs open links, too: each page
 * has one button. The token stands in the fragment, which no server and no log sees. */
import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Problem } from "../../api/problem";
import { nameOfSlug } from "../../format/names";
import { regionName } from "../../format/regions";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem } from "../../parts/resource";
import { library } from "../../texts/library";

const tokenOf = () => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

function useAct<T>(act: (token: string) => Promise<T>) {
  const [token] = useState(tokenOf);
  const [done, setDone] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = () => act(token).then((answer) => {
    setProblem(null);
    setDone(answer);
  }, (error: unknown) => setProblem(asProblem(error)));

  return { token, done, problem, go };
}

export function SubscriptionPage() {
  const { subscription: words, news } = useScoped(library);
  const { token, done, problem, go } = useAct((given) => post("/v1/subscriptions/confirm", { body: { token: given } }));
  const named = (list: readonly string[], nameOf: (each: string) => string) => list.map(nameOf).join(", ") || words.all;

  return (
    <Page title={words.title}>
      <Refusal problem={problem} />
      {!token ? <p>{words.noToken} <a href="/news#subscribe">{words.again}</a></p> : !done ? (
        <>
          <p class="lead">{words.lead}</p>
          <button class="button" type="button" onClick={() => void go()}>{words.button}</button>
        </>
      ) : (
        <div role="status">
          <p class="notice">{words.done}</p>
          <Facts facts={[
            { name: words.about, value: named(done.topics, (each) => news.topic[each] ?? each) },
            { name: words.themes, value: <span lang="pl">{named(done.themes, nameOfSlug)}</span> },
            { name: words.regions, value: <span lang="pl">{named(done.regions, regionName)}</span> },
          ]} />
          <p>{words.leave} <a href={`/unsubscribe#token=${done.leaveToken}`}>{words.leaveLink}</a></p>
        </div>
      )}
    </Page>
  );
}

export function UnsubscribePage() {
  const { unsubscribe: words, subscription } = useScoped(library);
  const { token, done, problem, go } = useAct((given) => post("/v1/subscriptions/end", { body: { token: given } }));

  return (
    <Page title={words.title}>
      <Refusal problem={problem} />
      {!token ? <p>{subscription.noToken}</p> : done ? <p class="notice" role="status">{done.text}</p> : (
        <>
          <p class="lead">{words.lead}</p>
          <button class="button" type="button" onClick={() => void go()}>{words.button}</button>
        </>
      )}
    </Page>
  );
}
