/* Answers to read: in check-answers, in what was submitted, beside a card. */
import type { Answer, FormField, FormSection } from "../api/shapes";
import { formatCount, formatMoney } from "../format/numbers";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { Local, Prose } from "../parts/Local";
import { apply } from "../texts/apply";
import { FileList } from "./Files";
import { PlaceText } from "./PlaceInput";
import { RowsTable } from "./RowsTable";

export function AnswerText({ field, answer }: { field: FormField; answer: Answer | undefined }) {
  const { language } = useLanguage();
  const texts = useScoped(apply);

  if (!answer) return <span class="quiet">{texts.noAnswer}</span>;
  switch (field.kind) {
    case "DECLARATION": case "CONSENT": return <>{texts.agreed}</>;
    case "TABLE": case "BUDGET": case "PERSON_LIST": return <RowsTable field={field} answer={answer} />;
    case "FILE": return <FileList ids={answer.attachments} />;
    case "NUMBER": return <>{formatCount(BigInt(answer.number), language)}</>;
    case "MONEY": return <>{formatMoney(answer.number, language)}</>;
    case "SINGLE_CHOICE": case "MULTI_CHOICE":
      return (
        <ul class="plain-list">
          {field.choices.filter(({ key }) => answer.choices.includes(key)).map((choice) => (
            <li key={choice.key}><Local text={choice.label} /></li>
          ))}
        </ul>
      );
    case "PLACE": return <PlaceText code={answer.text} />;
    case "LINK": return <a href={answer.text} rel="noreferrer noopener" target="_blank">{answer.text}</a>;
    default: return <Prose text={answer.text} language={language === "pl" ? undefined : "pl"} />;
  }
}

interface SectionProps {
  section: FormSection;
  answers: readonly Answer[];
  heading?: "h2" | "h3";
  /** Where the answer to a field can be changed. */
  change?: ((field: FormField) => string) | undefined;
  /** Whether the form asks for a field, with the answers that there are. */
  isAsked?: ((field: FormField) => boolean) | undefined;
}

export function SectionAnswers({ section, answers, heading: Heading = "h2", change, isAsked }: SectionProps) {
  const texts = useScoped(apply);

  return (
    <section class="answers" aria-labelledby={`answers-${section.key}`}>
      <Heading id={`answers-${section.key}`}><Local text={section.title} /></Heading>
      <dl class="summary-list">
        {section.fields.filter(isAsked ?? (() => true)).map((field) => (
          <div key={field.key}>
            <dt><Local text={field.label} /></dt>
            <dd><AnswerText field={field} answer={answers.find((answer) => answer.field === field.key)} /></dd>
            {change && (
              <dd class="change">
                <a href={change(field)}>{texts.change}<span class="unseen">: <Local text={field.label} /></span></a>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
