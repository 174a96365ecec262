/* What programmes are to reach: the table, its picture, and what each number counts. */
import type { Indicator } from "../../api/shapes";
import { formatDate } from "../../format/moments";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Local, localText } from "../../parts/Local";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { targets } from "../../texts/targets";
import { isShare, partOfWay, shownProgress, shownValue, type IndicatorText } from "./values";

export type WithText = Indicator & { text: IndicatorText };

const tags: Record<string, string> = {
  TARGET_REACHED: "tag decided", ON_TRACK: "tag decided", BEHIND: "tag assessment", TARGET_MISSED: "tag failed", NO_VALUE_YET: "tag",
};

export function Standing({ standing }: Pick<Indicator, "standing">) {
  const words = useScoped(targets);

  return <span class={tags[standing] ?? "tag"}>{words.standing[standing]}</span>;
}

export const isKnown = ({ standing }: Pick<Indicator, "standing">) => standing !== "NO_VALUE_YET";

export function Unit({ text }: { text: IndicatorText }) {
  const words = useScoped(targets);

  if (text.unit) return <Local text={text.unit} />;
  return <>{isShare(text) ? words.share : words.unit[text.measure]}</>;
}

/** What exactly is counted, narrowed as the indicator narrows it. */
export function Counted({ indicator: { text, asOf, source, undated, ...indicator } }: { indicator: WithText }) {
  const { language } = useLanguage();
  const words = useScoped(targets);
  const innovations = !["MEASURE_ADOPTIONS", "MEASURE_PEOPLE"].includes(text.measure);
  const narrowed = text.applicantType !== "APPLICANT_TYPE_UNSPECIFIED";
  const region = text.region && regionName(text.region);

  return (
    <>
      <p>
        {words.counts[text.measure]}
        {narrowed && ` ${words.onlyApplicant(words.applicant[text.applicantType] ?? "")}`}
        {region && ` ${innovations ? words.onlySubmitted(region) : words.onlyPlace(region)}`}
        {isShare(text) && ` ${words.shareOf(words.measure[text.shareOf] ?? "")}`}
      </p>
      {text.definition && <p><Local text={text.definition} /></p>}
      {isKnown(indicator) && (
        <p class="quiet">{source ? <>{words.table.entered(formatDate(asOf, language), "")}<span lang="pl">{source}</span></>
          : words.table.asOf(formatDate(asOf, language))}</p>
      )}
      {undated > 0 && <p class="quiet">{words.table.undated(undated)}</p>}
    </>
  );
}

function Bars({ indicators }: { indicators: readonly WithText[] }) {
  const { language } = useLanguage();
  const { table } = useScoped(targets);

  return (
    <div class="bars" role="img" aria-label={table.picture}>
      {indicators.map(({ id, text, progress, expected }) => (
        <div key={id} class="bar">
          <p><strong>{shownProgress(progress, language)}</strong> <Local text={text.name} /></p>
          <svg width="100%" height="24" aria-hidden="true" focusable="false">
            <rect class="track" y="3" width="100%" height="18" rx="4" />
            <rect class="fill" y="3" width={`${Math.min(100, progress / 100)}%`} height="18" rx="4" />
            <rect class="should" x={`${99.2 * partOfWay(text, expected)}%`} width="3" height="24" />
          </svg>
        </div>
      ))}
    </div>
  );
}

function Picture({ indicators, file }: { indicators: readonly WithText[]; file: string }) {
  const { language } = useLanguage();
  const { table } = useScoped(targets);

  return (
    <div>
      <Bars indicators={indicators} />
      <ul class="legend">
        <li><span class="swatch done" aria-hidden="true" /> {table.legendDone}</li>
        <li><span class="swatch should" aria-hidden="true" /> {table.legendExpected}</li>
      </ul>
      <PictureFiles file={file} title={table.pictureTitle} draw={(pictures, frame) => pictures.targetsPicture({
        ...frame, legend: [table.legendDone, table.legendExpected], bars: indicators.map(({ text, progress, expected }) => ({
          name: localText(text.name, language), shown: shownProgress(progress, language),
          part: Math.min(1, progress / 10000), expected: partOfWay(text, expected) })) })} />
    </div>
  );
}

interface Props {
  indicators: readonly WithText[];
  caption: string;
  /** Where one of them is kept, for those who keep it. */
  addressOf?: (indicator: WithText) => string;
  file?: string;
  /** Of what stands under no other heading than the page's. */
  level?: "h2" | "h3";
}

export function TargetTable({ indicators, caption, addressOf, file = "wlacznik-targets", level: Heading = "h3" }: Props) {
  const { language } = useLanguage();
  const { table, kind } = useScoped(targets);
  const valueOf = (row: WithText, value: WithText["actual"]) => isKnown(row) ? shownValue(row.text, value, language) : table.none;

  return (
    <>
      <Table wide file={file} caption={caption} rows={indicators} keyOf={({ id }) => id} columns={[
        { title: table.indicator, header: true, value: (row) => addressOf ? <a href={addressOf(row)}><Local text={row.text.name} /></a> : <Local text={row.text.name} /> },
        { title: table.unit, value: ({ text }) => <Unit text={text} /> },
        { title: table.target, numeric: true, value: ({ text }) => shownValue(text, text.target, language) },
        { title: table.due, value: ({ text }) => formatDate(text.dueOn, language) },
        { title: table.actual, numeric: true, value: (row) => valueOf(row, row.actual) },
        { title: table.progress, numeric: true, value: (row) => isKnown(row) ? shownProgress(row.progress, language) : table.none },
        { title: table.expected, numeric: true, value: ({ text, expected }) => shownValue(text, expected, language) },
        { title: table.standing, value: (row) => <Standing standing={row.standing} /> },
      ]} />
      <div class="beside apart">
        <Picture indicators={indicators} file={file} />
        <div>
          <Heading>{table.counted}</Heading>
          <Facts facts={indicators.map((indicator) => ({
            name: <><Local text={indicator.text.name} /> <span class="quiet">({kind[indicator.text.kind]})</span></>, value: <Counted indicator={indicator} />,
          }))} />
          <p class="quiet">{table.how}</p>
        </div>
      </div>
    </>
  );
}

/** Those that the contract promises a text for, which is all of them. */
export function withTexts(indicators: readonly Indicator[]): WithText[] {
  return indicators.filter((each): each is WithText => each.text !== undefined);
}
