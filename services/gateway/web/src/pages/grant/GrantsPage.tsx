/* All grants of a call: where the money is, and what waits for somebody. */
import type { GrantOnList } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { csvOf } from "../../format/csv";
import { formatLastMoment } from "../../format/moments";
import { formatMoney, plainHundredths } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import type { Language } from "../../language/languages";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { saveText } from "../../parts/saveFile";
import { Table, type Column } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { grant as texts } from "../../texts/grant";
import type { GrantTexts } from "../../texts/grant/pl";
import { CallPage } from "../office/CallPage";
import { loadCallDesk, regionNameOf, type CallDesk } from "../office/desk";
import { BalancesView } from "./GrantView";
import { loadGrants } from "./load";
import type { Balances } from "./standing";

const amounts: readonly (keyof Balances)[] = ["agreed", "toPay", "advanced", "accepted", "returned", "released"];

/* What was declined moves no money. */
function sumOf(grants: readonly GrantOnList[]): Balances {
  const counted = grants.filter(({ state }) => state !== "GRANT_DECLINED");
  const sum = (key: keyof Balances) => String(counted.reduce((all, each) => all + BigInt(each[key]), 0n)) as Integer64;
  return { agreed: sum("agreed"), toPay: sum("toPay"), advanced: sum("advanced"), accepted: sum("accepted"), returned: sum("returned"),
    released: sum("released") };
}

function waitsOf(grant: GrantOnList, words: GrantTexts["list"]): string[] {
  return [grant.reportsToDecide > 0 && words.waitsReport, grant.reportsOverdue > 0 && words.waitsOverdue,
    grant.amendmentAsked && words.waitsAmendment].filter((each) => each !== false);
}

function Attention({ grants }: { grants: readonly GrantOnList[] }) {
  const { list } = useScoped(texts);
  const toDecide = grants.reduce((sum, each) => sum + each.reportsToDecide, 0);
  const overdue = grants.reduce((sum, each) => sum + each.reportsOverdue, 0);
  const asked = grants.filter(({ amendmentAsked }) => amendmentAsked).length;
  const lines = [toDecide > 0 && list.toDecide(toDecide), overdue > 0 && list.overdue(overdue), asked > 0 && list.amendments(asked)]
    .filter((each) => each !== false);

  return (
    <section class="next" aria-labelledby="attention">
      <h2 id="attention">{list.attention}</h2>
      {lines.length === 0 ? <p>{list.nothing}</p> : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
    </section>
  );
}

function csvRows(grants: readonly GrantOnList[], desk: CallDesk, words: GrantTexts, language: Language): string[][] {
  const { list, entry } = words;
  return [
    [list.innovation, list.agreement, list.region, list.state, ...amounts.map((key) => entry[key]), list.next, list.waits],
    ...grants.map((each) => [`${each.applicationNumber} ${each.title}`, each.number, regionNameOf(desk.call, each.region), words.states[each.state] ?? "",
      ...amounts.map((key) => plainHundredths(each[key], language)), each.nextReportDue ? formatLastMoment(each.nextReportDue, language) : "",
      waitsOf(each, list).join(", ")]),
  ];
}

function Body({ desk, grants }: { desk: CallDesk; grants: GrantOnList[] }) {
  const { language } = useLanguage();
  const words = useScoped(texts);
  const { list, entry } = words;
  const sum = sumOf(grants);
  const money = (key: keyof Balances): Column<GrantOnList> =>
    ({ title: entry[key], numeric: true, value: (each) => formatMoney(each[key], language), foot: formatMoney(sum[key], language) });
  /* Those that wait for the office stand first. */
  const rows = [...grants].sort((a, b) => waitsOf(b, list).length - waitsOf(a, list).length);

  if (grants.length === 0) return <p>{list.none}</p>;
  return (
    <>
      <Attention grants={grants} />
      <BalancesView balances={sum} />
      <Table wide caption={list.title} rows={rows} keyOf={({ applicationId }) => applicationId} columns={[
        { title: list.innovation, header: true, foot: list.total,
          value: (each) => <a lang="pl" href={`/office/dossiers/${each.applicationId}/grant`}>{each.title || each.applicationNumber}</a> },
        { title: list.agreement, value: (each) => <span class="code">{each.number}</span> },
        { title: list.region, value: (each) => <span lang="pl">{regionNameOf(desk.call, each.region)}</span> },
        { title: list.state, value: (each) => words.states[each.state] },
        ...amounts.map(money),
        { title: list.next, value: (each) => each.nextReportDue ? formatLastMoment(each.nextReportDue, language) : "" },
        { title: list.waits, value: (each) => waitsOf(each, list).join(", ") },
      ]} />
      <p class="act">
        <button class="button plain" type="button"
          onClick={() => saveText(list.file((desk.definition.code).replace(/[^\w-]/g, "-")), csvOf(csvRows(rows, desk, words, language), language))}>
          {list.download}
        </button>
      </p>
    </>
  );
}

export function GrantsPage({ id = "" }: PathParameters) {
  const { list } = useScoped(texts);
  const loaded = useResource(`grants ${id}`, async () => {
    const [desk, grants] = await Promise.all([loadCallDesk(id), loadGrants(id)]);
    return { desk, grants };
  });

  return (
    <CallPage resource={loaded} title={list.title} lead={list.lead}>
      {({ desk, grants }) => <Body desk={desk} grants={grants} />}
    </CallPage>
  );
}
