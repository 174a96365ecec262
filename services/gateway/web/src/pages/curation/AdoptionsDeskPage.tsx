/* Who asked to adopt what; an editor moves it on. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Adoption, AdoptionState } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { curation } from "../../texts/curation";
import { library } from "../../texts/library";

const next: Partial<Record<AdoptionState, readonly AdoptionState[]>> = {
  INTERESTED: ["IN_TALKS", "STARTED", "STOPPED"], IN_TALKS: ["STARTED", "STOPPED"], STARTED: ["CONTINUING", "STOPPED"],
  CONTINUING: ["STOPPED"],
};

function Moves({ adoption, onMove }: { adoption: Adoption; onMove: (state: AdoptionState) => void }) {
  const { adoptions: words } = useScoped(curation);

  return (
    <div class="act tight">
      {(next[adoption.state] ?? []).map((state) => (
        <button key={state} class="button plain small" type="button" onClick={() => onMove(state)}>
          {words.moveTo[state]}<span class="unseen">: {adoption.plan?.institution}</span>
        </button>
      ))}
    </div>
  );
}

function Adoptions({ first }: { first: Adoption[] }) {
  const { adoptions: words } = useScoped(curation);
  const { adoptionState } = useScoped(library);
  const [list, setList] = useState(first);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const move = (adoption: Adoption, state: AdoptionState) => post("/v1/adoptions/{adoptionId}/move", {
    path: { adoptionId: adoption.id }, body: { version: adoption.version, state },
  }).then((moved) => {
    setList(list.map((each) => each.id === moved.id ? moved : each));
    setSaid(words.moved);
    setProblem(null);
  }, (error: unknown) => setProblem(asProblem(error)));

  if (list.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Refusal problem={problem} />
      <Table wide caption={words.table} rows={list} keyOf={(row) => row.id} columns={[
        { title: words.institution, header: true, value: ({ plan }) => <span lang="pl">{plan?.institution}</span> },
        { title: words.innovation, value: (row) => <a href={`/catalogue/${row.slug}`} lang="pl">{row.title}</a> },
        { title: words.contact, value: ({ plan }) => <span lang="pl">{plan?.contact}</span> },
        { title: words.state, value: (row) => adoptionState[row.state] },
        { title: words.move, value: (row) => <Moves adoption={row} onMove={(state) => void move(row, state)} /> },
      ]} />
    </>
  );
}

export function AdoptionsDeskPage() {
  const { adoptions: words, list } = useScoped(curation);
  const loaded = useResource("all adoptions", () => get("/v1/adoptions", { query: { limit: 100 } }));

  return (
    <LoadedPage resource={loaded}>
      {({ adoptions }) => (
        <Page title={words.title} above={<p class="back"><a href="/editor">{list.title}</a></p>}>
          <p class="lead">{words.lead}</p>
          <Adoptions first={adoptions} />
        </Page>
      )}
    </LoadedPage>
  );
}
