import { useState } from "preact/hooks";
import { get, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { SavedSearch } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { library } from "../../texts/library";
import { addressOfCriteria, chosenBy, facetKinds, facetNames, type Criteria } from "../catalogue/criteria";
import { facetValueName } from "../catalogue/Facets";

function criteriaOf({ criteria }: SavedSearch): Criteria {
  return { query: criteria?.query ?? "", chosen: chosenBy((kind) => criteria?.[facetNames[kind]] ?? []) };
}

function Row({ search, onRemove }: { search: SavedSearch; onRemove: () => void }) {
  const texts = useTexts();
  const { searches: words } = useScoped(library);
  const criteria = criteriaOf(search);
  const parts = [criteria.query, ...facetKinds.flatMap((kind) => criteria.chosen[kind].map((value) => facetValueName(kind, value, texts)))];

  return (
    <li class="work-item">
      <div>
        <p><a href={addressOfCriteria(criteria)} lang="pl">{search.name}</a></p>
        <p class="quiet">{parts.filter(Boolean).join(" · ") || words.everything}</p>
      </div>
      <button class="button plain small" type="button" onClick={onRemove}>
        {words.remove}<span class="unseen">: {search.name}</span>
      </button>
    </li>
  );
}

function Searches({ first }: { first: SavedSearch[] }) {
  const { searches: words } = useScoped(library);
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const forget = (id: string) => remove("/v1/me/searches/{searchId}", { path: { searchId: id } }).then(
    () => setList(list.filter((each) => each.id !== id)), (error: unknown) => setProblem(asProblem(error)));

  return (
    <>
      <Refusal problem={problem} />
      {list.length === 0 && <p>{words.none}</p>}
      <ul class="rows">{list.map((search) => <Row key={search.id} search={search} onRemove={() => void forget(search.id)} />)}</ul>
    </>
  );
}

export function SearchesPage() {
  const { searches: words } = useScoped(library);
  const loaded = useResource("searches", () => get("/v1/me/searches", {}));

  return (
    <LoadedPage resource={loaded}>
      {({ searches }) => <Page title={words.title}><Searches first={searches} /></Page>}
    </LoadedPage>
  );
}
