import type { Impact } from "../../api/shapes";
import { formatCount } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import type { Language } from "../../language/languages";
import { useScoped } from "../../language/scoped";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { library } from "../../texts/library";

type Step = Impact["funnel"][number];

/* Hundredths of a percent, rounded to whole ones. */
function percent(share: number, language: Language): string {
  return `${formatCount(Math.floor((share + 50) / 100), language)}${language === "pl" ? "\u00a0%" : "%"}`;
}

function benchmarkOf({ benchmarkLow: low, benchmarkHigh: high }: Step, language: Language, none: string): string {
  if (high === 0) return none;
  return low === high ? percent(high, language) : `${percent(low, language)} – ${percent(high, language)}`;
}

function Bars({ steps }: { steps: readonly Step[] }) {
  const { language } = useLanguage();
  const { impact } = useScoped(library);
  const most = Math.max(...steps.map(({ count }) => count), 1);

  return (
    <div class="bars" role="img" aria-label={impact.funnelPicture}>
      {steps.map(({ step, count }) => (
        <div key={step} class="bar">
          <p><strong>{formatCount(count, language)}</strong> {impact.steps[step]}</p>
          <svg width="100%" height="18" aria-hidden="true" focusable="false">
            <rect class="track" width="100%" height="18" rx="4" />
            <rect class="fill" width={`${(100 * count) / most}%`} height="18" rx="4" />
          </svg>
        </div>
      ))}
    </div>
  );
}

export function Funnel({ steps }: { steps: readonly Step[] }) {
  const { language } = useLanguage();
  const { impact, none } = useScoped(library);

  return (
    <section aria-labelledby="funnel">
      <h2 id="funnel">{impact.funnel}</h2>
      <div class="beside">
        <div>
          <Bars steps={steps} />
          <PictureFiles file="wlacznik-funnel" title={impact.funnel} draw={(pictures, frame) => pictures.barsPicture({
            ...frame, bars: steps.map(({ step, count }) => ({ name: impact.steps[step] ?? "", count, shown: formatCount(count, language) })) })} />
        </div>
        <Table wide file="wlacznik-funnel" caption={impact.funnelTable} rows={steps} keyOf={(row) => row.step} columns={[
          { title: impact.step, header: true, value: (row) => impact.steps[row.step] },
          { title: impact.count, numeric: true, value: (row) => formatCount(row.count, language) },
          {
            title: impact.share, numeric: true,
            value: (row) => row.step === "FUNNEL_IDEAS" ? none : percent(row.share, language),
          },
          { title: impact.benchmark, numeric: true, value: (row) => benchmarkOf(row, language, none) },
        ]} />
      </div>
    </section>
  );
}
