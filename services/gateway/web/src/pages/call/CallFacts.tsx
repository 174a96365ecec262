import type { Call, CallDefinition } from "../../api/shapes";
import type { Language } from "../../language/languages";
import type { Texts } from "../../texts/pl";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { Facts, type Fact } from "../../parts/Facts";

/** "od 5 000,00 zł do 50 000,00 zł"; a limit of 0 is none. */
function grantText(definition: CallDefinition, texts: Texts, language: Language): string {
  const { minGrantGrosze: least, maxGrantGrosze: most } = definition;
  const parts = [
    BigInt(least) > 0n && texts.call.grantFrom(formatMoney(least, language)),
    BigInt(most) > 0n && texts.call.grantTo(formatMoney(most, language)),
  ];
  return parts.filter(Boolean).join(" ");
}

function dateFacts(definition: CallDefinition, texts: Texts, language: Language): (Fact | null)[] {
  const { fillFrom, submitFrom, submitUntil } = definition;

  return [
    submitUntil ? {
      name: texts.call.lastMoment,
      value: <strong>{formatLastMoment(submitUntil, language)}</strong>,
      help: texts.call.lastMomentHelp,
    } : null,
    submitFrom ? { name: texts.call.submitFrom, value: formatMoment(submitFrom, language) } : null,
    fillFrom && fillFrom !== submitFrom
      ? { name: texts.call.fillFrom, value: formatMoment(fillFrom, language) } : null,
  ];
}

function limitFact(definition: CallDefinition, texts: Texts): Fact | null {
  if (definition.applicationsPerPerson === 0) return null;
  return {
    name: texts.call.limit,
    value: texts.call.limitOf(definition.applicationsPerPerson),
    help: definition.withdrawnCounts ? texts.call.withdrawnCounts : undefined,
  };
}

export function CallFacts({ call, definition }: { call: Call; definition: CallDefinition }) {
  const { language, texts } = useLanguage();
  const grant = grantText(definition, texts, language);
  const facts: (Fact | null)[] = [
    ...dateFacts(definition, texts, language),
    { name: texts.call.pool, value: formatMoney(definition.poolGrosze, language) },
    grant ? { name: texts.call.grant, value: grant } : null,
    {
      name: texts.call.who,
      value: (
        <ul>{definition.applicantTypes.map((type) => <li key={type}>{texts.call.applicant[type]}</li>)}</ul>
      ),
    },
    limitFact(definition, texts),
    call.regions.length > 0
      ? { name: texts.call.regions, value: <span lang="pl">{call.regions.map((each) => each.name).join(", ")}</span> }
      : null,
    { name: texts.call.code, value: definition.code },
  ];

  return (
    <section aria-labelledby="dates">
      <h2 id="dates">{texts.call.dates}</h2>
      <Facts facts={facts} />
    </section>
  );
}
