/* Points and the reason for them, of one criterion. */
import type { MeritCard } from "../../api/shapes";
import { countCharacters } from "../../form/values";
import { formatPointLimit } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Local } from "../../parts/Local";
import { cards as words } from "../../texts/cards";
import { pointsOf, type TypedScore } from "./scores";

interface Props {
  criterion: MeritCard["criteria"][number];
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

function Reason({ criterion, reasonMin, typed, onChange }: Props) {
  const { card } = useScoped(words);
  const id = `${criterion.key}-reason`;
  const missing = reasonMin - countCharacters(typed.reason.trim());

  return (
    <div>
      <label for={id}>{card.reason}<span class="unseen">: <Local text={criterion.title} /></span></label>
      <textarea id={id} rows={3} value={typed.reason} maxLength={4000}
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
  const held = pointsOf(typed) !== null ? undefined
    : typed.points.trim() !== "" ? card.notPoints : typed.reason.trim() !== "" ? card.pointsFirst : undefined;
  const error = props.error ?? held;

  return (
    <fieldset class={error ? "field criterion wrong" : "field criterion"}>
      <legend><Local text={criterion.title} /></legend>
      {criterion.help && <div class="quiet"><p><Local text={criterion.help} /></p></div>}
      {criterion.premium && <p class="quiet">{card.premium}</p>}
      <Points {...props} error={error} />
      <Reason {...props} />
    </fieldset>
  );
}
