/* How a published list changed since, version by version. */
import { get } from "../../api/client";
import type { RankingChange } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { after } from "../../texts/after";

function Version({ change }: { change: RankingChange }) {
  const { language, texts } = useLanguage();
  const { changes: words } = useScoped(after);
  const title = change.publishedAt ? words.version(change.version, formatMoment(change.publishedAt, language)) : "";
  const points = (before: number, now: number) => before === now ? words.same
    : `${formatPoints(before, language)} → ${formatPoints(now, language)}`;

  return (
    <section aria-labelledby={`version-${change.version}`}>
      <h3 id={`version-${change.version}`}>{title}</h3>
      <p>{words.why[change.amendedFor]}</p>
      <Table caption={title} quietCaption wide rows={change.differences} keyOf={({ applicationId }) => applicationId} columns={[
        { title: words.number, header: true, value: (each) => <a class="code" href={`/office/dossiers/${each.applicationId}`}>{each.number}</a> },
        { title: words.before, value: (each) => words.place(each.placeBefore, texts.results.group[each.groupBefore]) },
        { title: words.now, value: (each) => words.place(each.place, texts.results.group[each.group]) },
        { title: words.points, value: (each) => points(each.pointsBefore, each.points) },
      ]} />
    </section>
  );
}

/** `mark` changes when the list may have changed, so that it is asked for again. */
export function Changes({ callId, mark }: { callId: string; mark: number }) {
  const { changes: words } = useScoped(after);
  const loaded = useResource(`changes ${callId} ${mark}`, () =>
    get("/v1/calls/{callId}/results/changes", { path: { callId } }));

  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{words.title}</h2>
      <Loaded resource={loaded}>
        {({ changes }) => changes.length === 0 ? <p>{words.none}</p>
          : <>{[...changes].reverse().map((change) => <Version key={change.version} change={change} />)}</>}
      </Loaded>
    </section>
  );
}
