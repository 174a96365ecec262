/* Points and the reason for them, of one criterion. */
import { countCharacters } from "../../form/values";
import { formatPointLimit, plainHundredths } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Local } from "../../parts/Local";
import { cards as words } from "../../texts/cards";
import { pointsOf, type Criterion, type TypedScore } from "./scores";

interface Props {
  criterion: Criterion;
  reasonMin: number;
  typed: TypedScore;
  /** What the API says is wrong with it. */
  error: string | undefined;
  onChange: (typed: TypedScore) => void;
}

function Points({ criterion, typed, error, onChange }: Props) {
  const { language } = useLanguage();
  const { card } = useScoped(words);
  const id = `${criterion.key}-points`;

  return (
    <div class="points">
      <label for={id}>{card.points}<span class="unseen">: <Local text={criterion.title} /></span></label>
      <div class="with-unit">
        <input id={id} value={typed.points} inputMode="decimal" autocomplete="off"
          aria-describedby={`${id}-max${error ? ` ${id}-error` : ""}`} aria-invalid={error ? true : undefined}
          onInput={(event) => onChange({ ...typed, points: event.currentTarget.value })} />
        <span id={`${id}-max`}>{card.of(formatPointLimit(criterion.maxPoints, language))}</span>
      </div>
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}

/* All the points or none. */
function YesNo({ criterion, typed, error, onChange }: Props) {
  const { language } = useLanguage();
  const { card } = useScoped(words);
  const most = plainHundredths(criterion.maxPoints, "en");
  const given = pointsOf(typed);

  return (
    <div class="inline-choices" role="radiogroup" aria-label={card.points} id={`${criterion.key}-points`} tabIndex={-1}>
      {error && <p class="error">{error}</p>}
      {([[most, card.yes], ["0", card.no]] as const).map(([points, text]) => (
        <div class="choice" key={text}>
          <input type="radio" id={`${criterion.key}-${points}`} name={criterion.key}
            checked={given === (points === "0" ? 0 : criterion.maxPoints)} onChange={() => onChange({ ...typed, points })} />
          <label for={`${criterion.key}-${points}`}>
            {text} ({formatPointLimit(points === "0" ? 0 : criterion.maxPoints, language)})
          </label>
        </div>
      ))}
    </div>
  );
}

function Guide({ criterion }: Pick<Props, "criterion">) {
  const { language } = useLanguage();
  const { card } = useScoped(words);

  if (criterion.guide.length === 0) return null;
  return (
    <details>
      <summary>{card.guide}</summary>
      <ul>
        {criterion.guide.map(({ points, text }) => (
          <li key={points}><strong>{formatPointLimit(points, language)}</strong>: <Local text={text} /></li>
        ))}
      </ul>
    </details>
  );
}

function Reason({ criterion, reasonMin, typed, onChange }: Props) {
  const { card } = useScoped(words);
  const id = `${criterion.key}-reason`;
  const missing = reasonMin - countCharacters(typed.reason.trim());

  return (
    <div>
      <label for={id}>{card.reason}<span class="unseen">: <Local text={criterion.title} /></span></label>
      <textarea id={id} rows={3} value={typed.reason} maxLength={criterion.reasonMaxLength || 4000}
        aria-describedby={reasonMin > 0 ? `${id}-length` : undefined}
        onInput={(event) => onChange({ ...typed, reason: event.currentTarget.value })} />
      {reasonMin > 0 && (
        <p class="counter quiet" id={`${id}-length`}>{missing > 0 ? card.reasonMore(missing) : card.reasonEnough}</p>
      )}
    </div>
  );
}

export function CriterionFields(props: Props) {
  const { criterion, typed } = props;
  const { card } = useScoped(words);
  const inWords = criterion.scale === "SCALE_WORDS";
  const held = inWords || pointsOf(typed) !== null ? undefined
    : typed.points.trim() !== "" ? card.notPoints : typed.reason.trim() !== "" ? card.pointsFirst : undefined;
  const error = props.error ?? held;

  return (
    <fieldset class={error ? "field criterion wrong" : "field criterion"}>
      <legend><Local text={criterion.title} /></legend>
      {criterion.help && <div class="quiet"><p><Local text={criterion.help} /></p></div>}
      {criterion.premium && <p class="quiet">{card.premium}</p>}
      <Guide criterion={criterion} />
      {!inWords && (criterion.scale === "SCALE_YES_NO" ? <YesNo {...props} error={error} /> : <Points {...props} error={error} />)}
      <Reason {...props} />
    </fieldset>
  );
}
