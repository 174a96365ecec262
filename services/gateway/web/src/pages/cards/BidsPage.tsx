/* Bids: which applications of a call the assessor would like to assess. */
import { useState } from "preact/hooks";
import { loadCall } from "../../api/calls";
import { get, put } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { ApplicationBid, Bid, Call, Choice } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { bids as scope } from "../../texts/bids";

type Chosen = Exclude<Bid, "BID_UNSPECIFIED">;
const choices: readonly Chosen[] = ["BID_GLADLY", "BID_IF_NEEDED", "BID_RATHER_NOT", "BID_CONFLICT"];

/** The choices of the field that says an application's fields of expertise. */
function topicsOf(call: Call): Choice[] {
  const stage = call.definition?.stages.find(({ meritCard }) => meritCard?.assignment);
  const fields = stage?.form?.sections.flatMap((section) => section.fields) ?? [];
  return fields.find(({ key }) => key === stage?.meritCard?.assignment?.topicsField)?.choices ?? [];
}

interface ItemProps {
  bid: ApplicationBid;
  topics: readonly Choice[];
  value: Bid;
  onChange: (value: Chosen) => void;
}

function Item({ bid, topics, value, onChange }: ItemProps) {
  const { language } = useLanguage();
  const words = useScoped(scope);
  const topic = (key: string) => localText(topics.find((each) => each.key === key)?.label, language) || key;

  return (
    <fieldset class="field">
      <legend>
        <span class="code">{bid.number}</span>{" "}
        <span lang={bid.title ? "pl" : undefined}>{bid.title || words.untitled}</span>
      </legend>
      {bid.topics.length > 0 && <p class="quiet">{words.topics}: {bid.topics.map(topic).join(", ")}</p>}
      <div class="inline-choices">
        {choices.map((each) => (
          <div class="choice" key={each}>
            <input type="radio" id={`${bid.applicationId}-${each}`} name={bid.applicationId} checked={value === each}
              onChange={() => onChange(each)} />
            <label for={`${bid.applicationId}-${each}`}>{words.bids[each]}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function List({ call, bids }: { call: Call; bids: ApplicationBid[] }) {
  const callId = call.id;
  const topics = topicsOf(call);
  const words = useScoped(scope);
  const [saved, setSaved] = useState(bids);
  const [changed, setChanged] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState(0);
  const save = async () => {
    if (busy || changed.size === 0) return;
    setBusy(true);
    try {
      const answer = await put("/v1/calls/{callId}/bids", {
        path: { callId }, body: { bids: [...changed].map(([applicationId, bid]) => ({ applicationId, bid })) },
      });
      setTold(changed.size);
      setSaved(answer.bids);
      setChanged(new Map());
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };

  if (bids.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <p>{words.conflictHelp}</p>
      <Refusal problem={problem} />
      <form onSubmit={(event) => event.preventDefault()}>
        {saved.map((bid) => (
          <Item key={bid.applicationId} bid={bid} topics={topics} value={changed.get(bid.applicationId) ?? bid.bid}
            onChange={(value) => setChanged(new Map(changed).set(bid.applicationId, value))} />
        ))}
      </form>
      <div class="save-bar">
        <p role="status">{changed.size > 0 ? words.unsaved(changed.size) : told > 0 ? words.saved(told) : ""}</p>
        <button class="button" type="button" aria-disabled={busy || changed.size === 0} onClick={() => void save()}>
          {busy ? words.saving : words.save}
        </button>
      </div>
    </>
  );
}

export function BidsPage({ id = "" }: PathParameters) {
  const words = useScoped(scope);
  const loaded = useResource(`bids ${id}`, async () => {
    const [call, { bids }] = await Promise.all([loadCall(id), get("/v1/calls/{callId}/bids", { path: { callId: id } })]);
    return { call, bids };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ call, bids }) => (
        <Page title={words.title} above={<p class="back"><a href="/cards">{words.back}</a></p>}>
          <p class="lead">{words.lead}</p>
          <List call={call} bids={bids} />
        </Page>
      )}
    </LoadedPage>
  );
}
