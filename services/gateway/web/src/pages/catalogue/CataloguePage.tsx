import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { EntrySummary } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { EntryCard } from "../../parts/EntryCard";
import { Loaded, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { navigate, useLocation } from "../../router/location";

const PAGE = 24;

interface List {
  entries: EntrySummary[];
  nextCursor: string;
}

function load(query: string, cursor = ""): Promise<List> {
  return get("/v1/catalogue", { query: { query, cursor, limit: PAGE } });
}

function Search({ query }: { query: string }) {
  const texts = useTexts();
  const search = (event: SubmitEvent) => {
    const wanted = String(new FormData(event.currentTarget as HTMLFormElement).get("q") ?? "").trim();
    event.preventDefault();
    navigate(wanted ? `/catalogue?${new URLSearchParams({ q: wanted })}` : "/catalogue");
  };

  return (
    <form class="search" role="search" action="/catalogue" onSubmit={search}>
      <label for="q">{texts.catalogue.search}</label>
      <p class="quiet" id="q-help">{texts.catalogue.searchHelp}</p>
      <div class="with-button">
        <input key={query} id="q" name="q" type="search" defaultValue={query} maxLength={200}
          aria-describedby="q-help" />
        <button class="button" type="submit">{texts.catalogue.submit}</button>
      </div>
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

export function CataloguePage() {
  const texts = useTexts();
  const query = useLocation().query.get("q")?.trim().slice(0, 200) ?? "";
  const list = useResource(`catalogue ${query}`, () => load(query));

  return (
    <Page title={texts.catalogue.title}>
      <p class="lead">{texts.catalogue.lead}</p>
      <Search query={query} />
      <Loaded resource={list}>{(first) => <Entries key={query} first={first} query={query} />}</Loaded>
    </Page>
  );
}
