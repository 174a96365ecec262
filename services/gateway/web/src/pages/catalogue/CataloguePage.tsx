import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { EntrySummary, FacetValue } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { EntryCard } from "../../parts/EntryCard";
import { Loaded, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource, type Resource } from "../../parts/resource";
import { navigate, refine, useLocation } from "../../router/location";
import { useSession } from "../../session";
import { addressOfCriteria, askedFor, hasFacets, readCriteria, type Criteria } from "./criteria";
import { Facets } from "./Facets";
import { KeepSearch } from "./KeepSearch";

const PAGE = 24;
const PAUSE = 300;
const SUGGEST_FROM = 2;

interface List {
  entries: EntrySummary[];
  nextCursor: string;
  total: number;
  totalIsLeast: boolean;
  facets: FacetValue[];
  correctedQuery: string;
  anyWord: boolean;
}

function load(criteria: Criteria, cursor = ""): Promise<List> {
  return get("/v1/catalogue", { query: { ...askedFor(criteria), cursor, limit: PAGE } });
}

/** Words and titles that begin as what is typed. Without an answer there are none. */
function useSuggestions(typed: string): string[] {
  const [found, setFound] = useState<string[]>([]);

  useEffect(() => {
    let wanted = true;
    const set = (list: string[]) => wanted && setFound(list);
    if (typed.length < SUGGEST_FROM) set([]);
    else
      get("/v1/catalogue-suggestions", { query: { query: typed } }).then(
        ({ words, entries }) => set([...words, ...entries.map(({ title }) => title)]), () => set([]));
    return () => {
      wanted = false;
    };
  }, [typed]);
  return found;
}

/** Finds while somebody types, a moment after the last key; Enter makes it a page to go back to. */
function Search({ criteria }: { criteria: Criteria }) {
  const texts = useTexts();
  const { query } = criteria;
  const addressOf = (wanted: string) => addressOfCriteria({ ...criteria, query: wanted });
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const suggestions = useSuggestions(query);
  const wanted = () => input.current?.value.trim() ?? "";
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    clearTimeout(timer.current);
    navigate(addressOf(wanted()));
  };
  const type = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => refine(addressOf(wanted())), PAUSE);
  };

  /* A link or the back button changed what is searched for. */
  useEffect(() => {
    if (input.current && wanted() !== query) input.current.value = query;
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <form class="search" role="search" action="/catalogue" onSubmit={search}>
      <label for="q">{texts.catalogue.search}</label>
      <p class="quiet" id="q-help">{texts.catalogue.searchHelp}</p>
      <div class="with-button">
        <input ref={input} id="q" name="q" type="search" defaultValue={query} maxLength={200} list="q-words"
          autocomplete="off" aria-describedby="q-help" onInput={type} />
        <button class="button" type="submit">{texts.catalogue.submit}</button>
      </div>
      <datalist id="q-words">{suggestions.map((each) => <option key={each} value={each} />)}</datalist>
    </form>
  );
}

function Found({ list, criteria }: { list: List; criteria: Criteria }) {
  const texts = useTexts();
  const { query } = criteria;
  const narrowed = query !== "" || hasFacets(criteria);

  if (!narrowed && list.entries.length === 0) return <p>{texts.catalogue.empty}</p>;
  return (
    <>
      <p role="status">
        {texts.catalogue.found(list.total, list.correctedQuery || query, list.totalIsLeast)}
        {narrowed && <> · <a href="/catalogue">{texts.catalogue.clear}</a></>}
      </p>
      {list.correctedQuery && <p class="notice">{texts.catalogue.corrected(query, list.correctedQuery)}</p>}
      {list.anyWord && list.entries.length > 0 && <p class="notice">{texts.catalogue.anyWord}</p>}
    </>
  );
}

function Entries({ first, criteria }: { first: List; criteria: Criteria }) {
  const texts = useTexts();
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = async () => {
    try {
      const next = await load(criteria, list.nextCursor);
      setList({ ...list, entries: [...list.entries, ...next.entries], nextCursor: next.nextCursor });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <>
      <Found list={list} criteria={criteria} />
      <ul class="cards">
        {list.entries.map((entry) => <EntryCard key={entry.slug} heading="h2" entry={entry} />)}
      </ul>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {list.nextCursor && (
        <button class="button plain" type="button" onClick={extend}>{texts.more}</button>
      )}
    </>
  );
}

/* While the next list is on its way, the last one stays, so that nothing jumps under who types. */
function useLatest(criteria: Criteria): { resource: Resource<List>; latest: { criteria: Criteria; list: List } | null } {
  const resource = useResource(addressOfCriteria(criteria), () => load(criteria));
  const latest = useRef<{ criteria: Criteria; list: List } | null>(null);

  if (resource.state === "ready") latest.current = { criteria, list: resource.data };
  return { resource, latest: latest.current };
}

function Results({ criteria, list, shown }: { criteria: Criteria; list: List; shown: Criteria }) {
  return (
    <div class="with-facets">
      <Facets facets={list.facets} criteria={criteria} onChange={(next) => refine(addressOfCriteria(next))} />
      <div>
        <Entries key={addressOfCriteria(shown)} first={list} criteria={shown} />
      </div>
    </div>
  );
}

export function CataloguePage() {
  const texts = useTexts();
  const { account } = useSession();
  const criteria = readCriteria(useLocation().query);
  const { resource, latest } = useLatest(criteria);

  return (
    <Page title={texts.catalogue.title}>
      <p class="lead">{texts.catalogue.lead}</p>
      <Search criteria={criteria} />
      {resource.state === "failed" || !latest
        ? <Loaded resource={resource}>{(first) => <Results criteria={criteria} list={first} shown={criteria} />}</Loaded>
        : <div aria-busy={resource.state === "loading"}><Results criteria={criteria} list={latest.list} shown={latest.criteria} /></div>}
      {account ? <KeepSearch criteria={criteria} /> : <p><a href="/news#subscribe">{texts.catalogue.subscribe}</a></p>}
      <p><a href="/data/dcat.jsonld">{texts.catalogue.openData}</a> · <a href="/catalogue.atom">{texts.catalogue.feed}</a></p>
    </Page>
  );
}
