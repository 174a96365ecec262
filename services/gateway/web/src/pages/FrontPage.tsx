import { get } from "../api/client";
import type { CallSummary } from "../api/shapes";
import { useTexts } from "../language/context";
import { Board } from "../parts/Board";
import { CallCard } from "../parts/CallCard";
import { phaseOf } from "../parts/callStatus";
import { EntryCard } from "../parts/EntryCard";
import { Loaded } from "../parts/Loaded";
import { Page } from "../parts/Page";
import { useResource } from "../parts/resource";

const CALLS = 20;
const RECENT = 4;
const ENTRIES = 3;

function Steps() {
  const texts = useTexts();

  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{texts.front.steps}</h2>
      <ol class="steps">
        {texts.front.step.map(([name, what]) => <li key={name}><strong>{name}</strong> {what}</li>)}
      </ol>
    </section>
  );
}

function CallLists({ calls }: { calls: CallSummary[] }) {
  const texts = useTexts();
  const now = Date.now();
  const isAhead = (call: CallSummary) => ["soon", "open"].includes(phaseOf(call.state, call, now));
  const open = calls.filter(isAhead);
  const recent = calls.filter((call) => !isAhead(call)).slice(0, RECENT);

  return (
    <>
      <section aria-labelledby="open">
        <h2 id="open">{texts.front.open}</h2>
        {open.length === 0 ? <p>{texts.front.noOpen}</p>
          : <ul class="cards broad">{open.map((call) => <CallCard key={call.id} call={call} />)}</ul>}
      </section>
      {recent.length > 0 && (
        <section aria-labelledby="recent">
          <h2 id="recent">{texts.front.recent}</h2>
          <ul class="cards broad">{recent.map((call) => <CallCard key={call.id} call={call} />)}</ul>
        </section>
      )}
    </>
  );
}

function Newest() {
  const texts = useTexts();
  const entries = useResource("newest", () => get("/v1/catalogue", { query: { limit: ENTRIES } }));

  return (
    <section aria-labelledby="newest">
      <h2 id="newest">{texts.front.newest}</h2>
      <Loaded resource={entries}>
        {(list) => list.entries.length === 0 ? <p>{texts.front.noEntries}</p> : (
          <>
            <ul class="cards">
              {list.entries.map((entry) => <EntryCard key={entry.slug} heading="h3" entry={entry} />)}
            </ul>
            <p><a href="/catalogue">{texts.front.allEntries}</a></p>
          </>
        )}
      </Loaded>
    </section>
  );
}

export function FrontPage() {
  const texts = useTexts();
  const calls = useResource("calls", () => get("/v1/calls", { query: { limit: CALLS } }));

  return (
    <Page title={texts.front.title} above={<Board />}>
      <p class="lead">{texts.front.lead}</p>
      <Loaded resource={calls}>{(list) => <CallLists calls={list.calls} />}</Loaded>
      <Newest />
      <Steps />
    </Page>
  );
}
