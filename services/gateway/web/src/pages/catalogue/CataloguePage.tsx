import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { EntrySummary } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { EntryCard } from "../../parts/EntryCard";
import { Loaded, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource, type Resource } from "../../parts/resource";
import { navigate, refine, useLocation } from "../../router/location";

const PAGE = 24;
const PAUSE = 300;
const SUGGEST_FROM = 2;

interface List {
  entries: EntrySummary[];
  nextCursor: string;
}

function load(query: string, cursor = ""): Promise<List> {
  return get("/v1/catalogue", { query: { query, cursor, limit: PAGE } });
}

const addressOf = (wanted: string) => wanted ? `/catalogue?${new URLSearchParams({ q: wanted })}` : "/catalogue";

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
function Search({ query }: { query: string }) {
  const texts = useTexts();
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

function Found({ list, query }: { list: List; query: string }) {
  const texts = useTexts();
  const more = list.nextCursor !== "";
  const count = list.entries.length;

  if (!query && count === 0) return <p>{texts.catalogue.empty}</p>;
  return (
    <p role="status">
      {query ? texts.catalogue.foundFor(count, query, more) : texts.catalogue.found(count, more)}
      {query && <> · <a href="/catalogue">{texts.catalogue.clear}</a></>}
    </p>
  );
}

function Entries({ first, query }: { first: List; query: string }) {
  const texts = useTexts();
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = async () => {
    try {
      const next = await load(query, list.nextCursor);
      setList({ entries: [...list.entries, ...next.entries], nextCursor: next.nextCursor });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <>
      <Found list={list} query={query} />
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
function useLatest(query: string): { resource: Resource<List>; latest: { query: string; list: List } | null } {
  const resource = useResource(`catalogue ${query}`, () => load(query));
  const latest = useRef<{ query: string; list: List } | null>(null);

  if (resource.state === "ready") latest.current = { query, list: resource.data };
  return { resource, latest: latest.current };
}

export function CataloguePage() {
  const texts = useTexts();
  const query = useLocation().query.get("q")?.trim().slice(0, 200) ?? "";
  const { resource, latest } = useLatest(query);

  return (
    <Page title={texts.catalogue.title}>
      <p class="lead">{texts.catalogue.lead}</p>
      <Search query={query} />
      {resource.state === "failed" || !latest
        ? <Loaded resource={resource}>{(first) => <Entries key={query} first={first} query={query} />}</Loaded>
        : <div aria-busy={resource.state === "loading"}><Entries key={latest.query} first={latest.list} query={latest.query} /></div>}
    </Page>
  );
}
