import type { Call, ListGroup, RankingEntry } from "../../api/shapes";
import type { Language } from "../../language/languages";
import type { Texts } from "../../texts/pl";
import { formatCount, formatMoney, formatPoints } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { Table, type Column } from "../../parts/Table";
import { PanelMove } from "./PanelMove";

interface Props {
  group: ListGroup;
  call: Call;
  entries: RankingEntry[];
}

export function regionOf(call: Call, region: string): string {
  return call.regions.find((each) => each.region === region)?.name ?? regionName(region);
}

function sumOf(entries: readonly RankingEntry[]): bigint {
  return entries.reduce((sum, entry) => sum + BigInt(entry.amountGrosze), 0n);
}

function Innovation({ entry }: { entry: RankingEntry }) {
  const { texts } = useLanguage();
  const tie = texts.results.tie[entry.tieStep];

  return (
    <>
      <span lang="pl">{entry.title}</span>
      {tie && <p class="quiet">{texts.results.decidedBy} {tie}</p>}
      <PanelMove entry={entry} />
    </>
  );
}

function commonColumns(call: Call, texts: Texts): Column<RankingEntry>[] {
  return [
    { title: texts.results.number, value: (entry) => <span class="code">{entry.number}</span> },
    { title: texts.results.innovation, header: true, value: (entry) => <Innovation entry={entry} /> },
    {
      title: texts.results.applicant,
      value: (entry) => entry.applicant
        ? <span lang="pl">{entry.applicant}</span> : <span class="quiet">{texts.results.unnamed}</span>,
    },
    { title: texts.results.region, value: (entry) => <span lang="pl">{regionOf(call, entry.region)}</span> },
  ];
}

function rankedColumns({ group, call, entries }: Props, texts: Texts, language: Language): Column<RankingEntry>[] {
  const place: Column<RankingEntry> = {
    title: texts.results.place, numeric: true,
    value: (entry) => formatCount(entry.place, language),
  };

  const isSummed = group !== "BELOW_THRESHOLD";

  return [
    ...(entries.some((entry) => entry.place > 0) ? [place] : []),
    ...commonColumns(call, texts),
    {
      title: texts.results.points, numeric: true, foot: isSummed ? texts.results.sum : undefined,
      value: (entry) => formatPoints(entry.points, language),
    },
    {
      title: texts.results.amount, numeric: true,
      value: (entry) => formatMoney(entry.amountGrosze, language),
      foot: isSummed ? formatMoney(sumOf(entries), language) : undefined,
    },
  ];
}

function rejectedColumns({ call }: Props, texts: Texts): Column<RankingEntry>[] {
  return [
    ...commonColumns(call, texts),
    { title: texts.results.unmet, value: (entry) => <span lang="pl">{entry.reason}</span> },
  ];
}

/** One group of the published list; nothing when it is empty. */
export function GroupSection(props: Props) {
  const { group, entries } = props;
  const { language, texts } = useLanguage();
  const name = texts.results.group[group];

  if (entries.length === 0) return null;
  return (
    <section aria-labelledby={group}>
      <h2 id={group}>{name}</h2>
      <p>{texts.results.help[group]}</p>
      <Table wide quietCaption caption={texts.results.caption(name, entries.length)} rows={entries}
        keyOf={(entry) => entry.applicationId}
        columns={group === "REJECTED_FORMALLY" ? rejectedColumns(props, texts)
          : rankedColumns(props, texts, language)} />
    </section>
  );
}
