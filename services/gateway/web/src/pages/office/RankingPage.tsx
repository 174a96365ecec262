/* The ranking workbench: build, look, compare, publish. */
import { useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Ranking, RankingComparison, RankingEntry, SpendingMethod } from "../../api/shapes";
import { formatMoney, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Loaded, Refusal } from "../../parts/Loaded";
import { PanelMove } from "../results/PanelMove";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { office } from "../../texts/office";
import { Calibration } from "./Calibration";
import { CallPage } from "./CallPage";
import { RegionComparison } from "./RegionComparison";
import { hasRole, loadCallDesk, regionNameOf, type CallDesk } from "./desk";

/** Where an application stood in the list before this one; undefined when it did not change. */
function earlierPlace(entry: RankingEntry, before: Ranking | null): number | undefined {
  const earlier = before?.entries.find(({ applicationId }) => applicationId === entry.applicationId);
  return earlier && earlier.place !== entry.place ? earlier.place : undefined;
}

function Entries({ ranking, before, desk }: { ranking: Ranking; before: Ranking | null; desk: CallDesk }) {
  const { language, texts } = useLanguage();
  const { ranking: words } = useScoped(office);
  const columns: Column<RankingEntry>[] = [
    { title: texts.results.place, numeric: true, value: (entry) => entry.place || "" },
    { title: texts.results.number, value: (entry) => <span class="code">{entry.number}</span> },
    { title: texts.results.innovation, header: true, value: (entry) => (
      <>
        <a lang="pl" href={`/office/dossiers/${entry.applicationId}`}>{entry.title || entry.number}</a>
        <PanelMove entry={entry} />
      </>
    ) },
    { title: texts.results.region, value: (entry) => <span lang="pl">{regionNameOf(desk.call, entry.region)}</span> },
    { title: texts.results.points, numeric: true, value: (entry) => entry.group === "REJECTED_FORMALLY" ? "" : formatPoints(entry.points, language) },
    { title: texts.results.amount, numeric: true, value: (entry) => formatMoney(entry.amountGrosze, language) },
  ];
  if (before)
    columns.push({ title: words.change, value: (entry) => {
      const place = earlierPlace(entry, before);
      return place === undefined ? "" : words.was(place);
    } });
  const groups = [...new Set(ranking.entries.map(({ group }) => group))];
  const waiting = groups.includes("ON_RESERVE") || groups.includes("NOT_SELECTED");

  return (
    <>
      {groups.map((group) => {
        const rows = ranking.entries.filter((entry) => entry.group === group);
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h3 id={`group-${group}`}>{texts.results.group[group]} <span class="count">{rows.length}</span></h3>
            <Table caption={texts.results.group[group]} quietCaption wide columns={columns} rows={rows} keyOf={(entry) => entry.applicationId} />
            {group === "RECOMMENDED" && waiting && <p class="money-line"><span>{words.moneyLine}</span></p>}
          </section>
        );
      })}
    </>
  );
}

function Comparison({ comparison }: { comparison: RankingComparison }) {
  const { language } = useLanguage();
  const { ranking: words } = useScoped(office);
  const methods: [string, SpendingMethod | undefined][] = [[words.list, comparison.list],
    [words.knapsack, comparison.knapsack], [words.equalShares, comparison.equalShares]];
  const differing = comparison.entries.filter((entry) => {
    const listed = BigInt(entry.grantedGrosze) > 0n;
    return entry.knapsack !== listed || entry.equalShares !== listed;
  });
  const word = (yes: boolean) => yes ? words.yes : words.no;

  return (
    <>
      <Table caption={words.compare} quietCaption keyOf={([name]) => name}
        rows={methods.filter((each): each is [string, SpendingMethod] => each[1] !== undefined)}
        columns={[
          { title: words.method, header: true, value: ([name]) => name },
          { title: words.funded, numeric: true, value: ([, method]) => method.funded },
          { title: words.spent, numeric: true, value: ([, method]) => formatMoney(method.spentGrosze, language) },
          { title: words.points, numeric: true, value: ([name, method]) => (
            <>
              {formatPoints(Number(method.points), language)}
              {name === words.knapsack && <p class="quiet">{method.proved ? words.proved : words.bound(formatPoints(Number(method.bound), language))}</p>}
            </>
          ) },
        ]} />
      <h3>{words.differs}</h3>
      {differing.length === 0 ? <p>{words.noDifference}</p> : (
        <Table caption={words.differs} quietCaption keyOf={(entry) => entry.applicationId} rows={differing} columns={[
          { title: words.list, header: true, value: (entry) => `${entry.place}. ${entry.number}` },
          { title: words.points, numeric: true, value: (entry) => formatPoints(Number(entry.points), language) },
          { title: words.list, value: (entry) => word(BigInt(entry.grantedGrosze) > 0n) },
          { title: words.knapsack, value: (entry) => word(entry.knapsack) },
          { title: words.equalShares, value: (entry) => word(entry.equalShares) },
        ]} />
      )}
    </>
  );
}

function Compare({ callId, digest }: { callId: string; digest: string }) {
  const { ranking: words } = useScoped(office);
  const comparison = useResource(`comparison ${digest}`, () =>
    get("/v1/calls/{callId}/ranking/comparison", { path: { callId } }));

  return (
    <section aria-labelledby="compare">
      <h2 id="compare">{words.compare}</h2>
      <p>{words.compareLead}</p>
      <Loaded resource={comparison}>{(found) => <Comparison comparison={found} />}</Loaded>
    </section>
  );
}

function Publish({ callId, ranking, onPublished, onProblem }:
  { callId: string; ranking: Ranking; onPublished: () => void; onProblem: (problem: Problem) => void }) {
  const { ranking: words } = useScoped(office);
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const publish = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await post("/v1/calls/{callId}/ranking/publish", { path: { callId }, body: { inputsDigest: ranking.inputsDigest } });
      onPublished();
    } catch (error) {
      onProblem(asProblem(error));
    }
    setBusy(false);
    dialog.current?.close();
  };

  return (
    <>
      <button class="button warning" type="button" onClick={() => dialog.current?.showModal()}>{words.publish}</button>
      <dialog class="dialog" ref={dialog} aria-labelledby="publish-title">
        <h2 id="publish-title" tabIndex={-1} autofocus>{words.publishTitle}</h2>
        <p>{words.publishLead(ranking.entries.length)}</p>
        <p class="act">
          <button class="button warning" type="button" aria-disabled={busy} onClick={() => void publish()}>
            {busy ? words.publishing : words.publishYes}
          </button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{words.publishNo}</button>
        </p>
      </dialog>
    </>
  );
}

function Money({ ranking }: { ranking: Ranking }) {
  const { language } = useLanguage();
  const { ranking: words } = useScoped(office);
  const left = BigInt(ranking.poolGrosze) - BigInt(ranking.recommendedGrosze);

  return (
    <Facts facts={[
      { name: words.pool, value: formatMoney(ranking.poolGrosze, language) },
      { name: words.granted, value: formatMoney(ranking.recommendedGrosze, language) },
      { name: words.left, value: formatMoney(left, language) },
      { name: words.digest, value: <code>{ranking.inputsDigest}</code> },
    ]} />
  );
}

function Workbench({ desk }: { desk: CallDesk }) {
  const { ranking: words } = useScoped(office);
  const { call } = desk;
  const [list, setList] = useState<Ranking | null>(null);
  const [before, setBefore] = useState<Ranking | null>(null);
  const [published, setPublished] = useState(call.state === "CALL_DECIDED");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const build = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const built = await post("/v1/calls/{callId}/ranking", { path: { callId: call.id }, body: {} });
      setBefore(list);
      setList(built);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const changes = list?.entries.filter((entry) => earlierPlace(entry, before) !== undefined).length ?? 0;

  if (published)
    return (
      <div class="notice" role="status">
        <p><strong>{words.published}.</strong> <a href={`/calls/${call.id}/results`}>{words.see}</a></p>
      </div>
    );
  return (
    <>
      <Refusal problem={problem} />
      <p class="act">
        <button class={list ? "button plain" : "button"} type="button" aria-disabled={busy} onClick={() => void build()}>
          {busy ? words.building : list ? words.again : words.build}
        </button>
        {list && <Publish callId={call.id} ranking={list} onPublished={() => setPublished(true)} onProblem={setProblem} />}
      </p>
      {list && (
        <>
          <h2>{words.built}</h2>
          <p role="status">{before && words.changed(changes)}</p>
          <Money ranking={list} />
          <Entries ranking={list} before={before} desk={desk} />
          <Calibration callId={call.id} digest={list.inputsDigest} />
          {call.regions.length > 1 && <RegionComparison desk={desk} digest={list.inputsDigest} />}
          <Compare callId={call.id} digest={list.inputsDigest} />
        </>
      )}
    </>
  );
}

export function RankingPage({ id = "" }: PathParameters) {
  const { ranking: words } = useScoped(office);
  const loaded = useResource(`ranking ${id}`, async () => ({ desk: await loadCallDesk(id) }));

  return (
    <CallPage resource={loaded} title={words.title} lead={({ desk }) => hasRole(desk.account, "OWNER") ? words.lead : words.ownerOnly}>
      {({ desk }) => (
        <>
          {hasRole(desk.account, "OWNER") && <Workbench desk={desk} />}
          {!hasRole(desk.account, "OWNER") && desk.call.state === "CALL_DECIDED"
            && <p><a href={`/calls/${id}/results`}>{words.see}</a></p>}
        </>
      )}
    </CallPage>
  );
}
