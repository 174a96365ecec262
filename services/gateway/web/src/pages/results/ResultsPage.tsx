import { get } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Call, ListGroup, Ranking } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { Download } from "./Download";
import { GroupSection } from "./GroupSection";

const groups: readonly ListGroup[] =
  ["RECOMMENDED", "ON_RESERVE", "NOT_SELECTED", "BELOW_THRESHOLD", "REJECTED_FORMALLY",
    "GAVE_UP"];

interface Results {
  call: Call;
  /** Null: the call is there, its list is not published yet. */
  ranking: Ranking | null;
}

async function loadResults(id: string): Promise<Results> {
  const unpublished = (error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  };
  const [call, ranking] = await Promise.all([
    get("/v1/calls/{callId}", { path: { callId: id } }),
    get("/v1/calls/{callId}/results", { path: { callId: id } }).catch(unpublished),
  ]);
  return { call, ranking: ranking?.published ? ranking : null };
}

function Summary({ ranking }: { ranking: Ranking }) {
  const { language, texts } = useLanguage();
  const left = BigInt(ranking.poolGrosze) - BigInt(ranking.recommendedGrosze);

  return (
    <Facts facts={[
      ranking.publishedAt
        ? { name: texts.results.published, value: formatMoment(ranking.publishedAt, language) } : null,
      { name: texts.results.pool, value: formatMoney(ranking.poolGrosze, language) },
      {
        name: texts.results.granted,
        value: <strong>{formatMoney(ranking.recommendedGrosze, language)}</strong>,
      },
      { name: texts.results.left, value: formatMoney(left, language) },
    ]} />
  );
}

function Contents({ ranking }: { ranking: Ranking }) {
  const { texts } = useLanguage();

  return (
    <nav class="contents" aria-label={texts.onThisPage}>
      <ul>
        {groups.map((group) => {
          const count = ranking.entries.filter((entry) => entry.group === group).length;
          return count > 0 && (
            <li key={group}><a href={`#${group}`}>{texts.results.group[group]}</a> ({count})</li>
          );
        })}
      </ul>
    </nav>
  );
}

function PublishedList({ call, ranking }: { call: Call; ranking: Ranking }) {
  const { texts } = useLanguage();

  return (
    <>
      <Summary ranking={ranking} />
      <Download call={call} ranking={ranking} />
      <Contents ranking={ranking} />
      {groups.map((group) => (
        <GroupSection key={group} group={group} call={call}
          entries={ranking.entries.filter((entry) => entry.group === group)} />
      ))}
      <div class="proof quiet">
        <p>{texts.results.proof}: <code>{ranking.inputsDigest}</code></p>
        <p>{texts.results.proofHelp}</p>
      </div>
    </>
  );
}

export function ResultsPage({ id = "" }: PathParameters) {
  const { language, texts } = useLanguage();
  const results = useResource(`results ${id}`, () => loadResults(id));

  return (
    <LoadedPage resource={results}>
      {({ call, ranking }) => (
        <Page title={texts.results.title(localText(call.definition?.title, language))}
          above={<p class="back"><a href={`/calls/${call.id}`}>{texts.results.back}</a></p>}>
          {ranking ? <PublishedList call={call} ranking={ranking} /> : <p>{texts.results.notYet}</p>}
        </Page>
      )}
    </LoadedPage>
  );
}
