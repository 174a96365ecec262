import type { Call, Ranking } from "../../api/shapes";
import type { Language } from "../../language/languages";
import type { Texts } from "../../texts/pl";
import { csvOf } from "../../format/csv";
import { plainHundredths } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { saveText } from "../../parts/saveFile";
import { regionOf } from "./GroupSection";

function rowsOf(call: Call, ranking: Ranking, texts: Texts, language: Language): string[][] {
  const { results } = texts;
  const head = [results.groupColumn, results.place, results.number, results.innovation, results.applicant,
    results.region, results.points, results.amount, results.unmet];

  return [head, ...ranking.entries.map((entry) => [
    results.group[entry.group],
    entry.place > 0 ? String(entry.place) : "",
    entry.number,
    entry.title,
    entry.applicant,
    regionOf(call, entry.region),
    entry.group === "REJECTED_FORMALLY" ? "" : plainHundredths(entry.points, language),
    plainHundredths(entry.amountGrosze, language),
    entry.reason,
  ])];
}

export function Download({ call, ranking }: { call: Call; ranking: Ranking }) {
  const { language, texts } = useLanguage();
  const name = texts.results.file((call.definition?.code ?? "").replace(/[^\w-]/g, "-"));

  return (
    <p class="act">
      <button class="button plain" type="button"
        onClick={() => saveText(name, csvOf(rowsOf(call, ranking, texts, language), language))}>
        {texts.results.download}
      </button>
      <span class="quiet">{texts.results.downloadHelp}</span>
    </p>
  );
}
