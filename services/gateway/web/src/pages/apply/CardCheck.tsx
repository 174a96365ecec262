/* The cards one by one, and whether each is the one that the log recorded: computed here, in the browser. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { ConsolidatedCard } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Loaded } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { useResource } from "../../parts/resource";
import { saveText } from "../../parts/saveFile";
import { apply } from "../../texts/apply";
import { check, isMadeOf, type CheckedCard } from "./cardRecord";

interface Props {
  stage: string;
  card: ConsolidatedCard;
}

function OneCard({ number, card, checked }: { number: number; card: ConsolidatedCard; checked: CheckedCard }) {
  const { language } = useLanguage();
  const words = useScoped(apply).record;
  const { record, computed, finding } = checked;
  const pointsOf = (criterion: string) => record.scores?.list.find((each) => each.criterion === criterion)?.points ?? 0;

  return (
    <>
      <h3>{words.card(number)}</h3>
      <p><strong>{words.findings[finding]}</strong></p>
      <Facts facts={[
        ...card.criteria.map(({ criterion, title, maxPoints }) => maxPoints > 0
          ? { name: <Local text={title} />, value: formatPoints(pointsOf(criterion), language) } : null),
        { name: words.computed, value: <code>{computed}</code> },
        record.digest ? { name: words.recorded, value: <code>{record.digest}</code> } : null,
        record.position === "0" ? null : { name: words.place, value: words.position(record.stream, record.position) },
      ]} />
    </>
  );
}

function Checked({ stage, card }: Props) {
  const words = useScoped(apply).record;
  const loaded = useResource(`card records ${card.applicationId} ${stage}`, async () => {
    const records = await get("/v1/applications/{applicationId}/assessment/records", { path: { applicationId: card.applicationId }, query: { stage } });
    return { records, cards: await check(records.cards) };
  });

  return (
    <Loaded resource={loaded}>{({ records, cards }) => (
      <>
        <p role="status">{
          !cards.every(({ finding }) => finding === "same") ? words.notAll : isMadeOf(card, records.cards) ? words.all : words.otherMeans
        }</p>
        {cards.map((checked, index) => <OneCard key={index} number={index + 1} card={card} checked={checked} />)}
        <p>{words.keep}</p>
        <p><button class="button plain" type="button" onClick={() => saveText(words.file(card.number.replaceAll("/", "-")), `${JSON.stringify(records, null, 2)}\n`, "application/json")}>
          {words.save}
        </button></p>
      </>
    )}</Loaded>
  );
}

export function CardCheck(props: Props) {
  const words = useScoped(apply).record;
  const [asked, setAsked] = useState(false);
  const heading = `record-${props.stage}`;

  if (props.card.cards === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{words.title}</h2>
      <p>{words.lead}</p>
      {asked ? <Checked {...props} /> : <p><button class="button plain" type="button" onClick={() => setAsked(true)}>{words.check}</button></p>}
    </section>
  );
}
