/* The entries by stage, and the editor's other work. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Entry } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { curation } from "../../texts/curation";

interface List {
  entries: Entry[];
  nextCursor: string;
}

const load = (cursor = ""): Promise<List> => get("/v1/entries", { query: { limit: 50, cursor } });

function Entries({ first }: { first: List }) {
  const { language } = useLanguage();
  const { list: words, state } = useScoped(curation);
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = () => load(list.nextCursor).then(
    (next) => setList({ entries: [...list.entries, ...next.entries], nextCursor: next.nextCursor }),
    (error: unknown) => setProblem(asProblem(error)));

  if (list.entries.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <Table wide caption={words.entries} quietCaption rows={list.entries} keyOf={(row) => row.id} columns={[
        { title: words.entry, header: true, value: (row) => <a href={`/editor/entries/${row.id}`} lang="pl">{row.text?.title}</a> },
        { title: words.state, value: (row) => <span class="tag">{state[row.state]}</span> },
        { title: words.changed, value: (row) => row.updatedAt && formatDay(row.updatedAt, language) },
      ]} />
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {list.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{words.more}</button>}
    </>
  );
}

export function EditorPage() {
  const { list: words } = useScoped(curation);
  const loaded = useResource("entries", load);

  return (
    <LoadedPage resource={loaded}>
      {(first) => (
        <Page title={words.title}>
          <p class="lead">{words.lead}</p>
          <section aria-labelledby="entries">
            <h2 id="entries">{words.entries}</h2>
            <Entries first={first} />
          </section>
          <section aria-labelledby="elsewhere">
            <h2 id="elsewhere">{words.elsewhere}</h2>
            <ul>
              <li><a href="/editor/adoptions">{words.adoptions}</a></li>
              <li><a href="/editor/policies">{words.policies}</a></li>
              <li><a href="/editor/news">{words.news}</a></li>
            </ul>
          </section>
        </Page>
      )}
    </LoadedPage>
  );
}
