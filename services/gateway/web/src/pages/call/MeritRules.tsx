import type { MeritCard } from "../../api/shapes";
import { formatPointLimit } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { Local } from "../../parts/Local";
import { Table, type Column } from "../../parts/Table";

type Criterion = MeritCard["criteria"][number];

/* The threshold counts without premiums, so they stay out of the sum. */
function totalOf(card: MeritCard): number {
  return card.criteria.reduce((sum, each) => sum + (each.premium ? 0 : each.maxPoints), 0);
}

function CriterionName({ criterion }: { criterion: Criterion }) {
  const { texts } = useLanguage();

  return (
    <>
      <Local text={criterion.title} />
      {criterion.help && <p class="quiet"><Local text={criterion.help} /></p>}
      {criterion.premium && <p class="quiet">{texts.call.premium}</p>}
    </>
  );
}

function Criteria({ card }: { card: MeritCard }) {
  const { language, texts } = useLanguage();
  const columns: Column<Criterion>[] = [
    {
      title: texts.call.criterion, header: true, foot: texts.call.sum,
      value: (criterion) => <CriterionName criterion={criterion} />,
    },
    {
      title: texts.call.maxPoints, numeric: true, foot: formatPointLimit(totalOf(card), language),
      value: (criterion) => formatPointLimit(criterion.maxPoints, language),
    },
  ];
  if (card.criteria.some((criterion) => criterion.minPoints > 0))
    columns.push({
      title: texts.call.minPoints, numeric: true,
      value: ({ minPoints }) => minPoints > 0 ? formatPointLimit(minPoints, language) : texts.call.noMinimum,
    });

  return <Table caption={texts.call.criteria} columns={columns} rows={card.criteria} keyOf={(row) => row.key} />;
}

/** When a third assessment is called and what it does, in words. */
function ThirdRule({ card }: { card: MeritCard }) {
  const { language, texts } = useLanguage();
  const { third, thirdGap, thirdSplit, equidistantAll, equidistantHigher } = texts.call;
  const reasons = [
    card.thirdGap > 0 && thirdGap(formatPointLimit(card.thirdGap, language)),
    card.thirdOnSplit && thirdSplit,
  ].filter(Boolean);

  if (reasons.length === 0) return null;
  return (
    <p>
      {third(reasons.join(` ${texts.or} `))}
      {" "}{card.equidistant === "EQUIDISTANT_ALL" ? equidistantAll : equidistantHigher}
    </p>
  );
}

export function MeritRules({ card }: { card: MeritCard }) {
  const { language, texts } = useLanguage();

  return (
    <>
      <p>{texts.call.assessors(card.assessors)}</p>
      <Criteria card={card} />
      <p>
        {card.threshold > 0
          ? texts.call.threshold(formatPointLimit(card.threshold, language),
            formatPointLimit(totalOf(card), language))
          : texts.call.noThreshold}
        {" "}{card.reasonMinLength > 0 && texts.call.reasons(card.reasonMinLength)}
      </p>
      <ThirdRule card={card} />
    </>
  );
}
