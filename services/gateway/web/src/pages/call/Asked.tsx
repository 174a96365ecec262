import type { Call, CallDefinition, FormField, FormSection, Stage } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { Local, localText } from "../../parts/Local";
import { fieldLimits } from "./fieldLimits";

function Question({ field, definition }: { field: FormField; definition: CallDefinition }) {
  const { language, texts } = useLanguage();
  const notes = [
    field.required ? texts.call.required : texts.call.optional,
    fieldLimits(field, definition, texts, language),
    field.hiddenFromAssessors && texts.call.hidden,
  ];

  return (
    <li>
      <p class="question"><Local text={field.label} /></p>
      {field.help && <p><Local text={field.help} /></p>}
      <p class="quiet">{notes.filter(Boolean).join(" · ")}</p>
      {field.choices.length > 0 && (
        <p class="quiet">
          {texts.call.choices} {field.choices.map((choice, index) => (
            <span key={choice.key}>{index > 0 && ", "}<Local text={choice.label} /></span>
          ))}
        </p>
      )}
    </li>
  );
}

function Section({ section, definition }: { section: FormSection; definition: CallDefinition }) {
  return (
    <section class="asked">
      <h3><Local text={section.title} /></h3>
      {section.help && <p><Local text={section.help} /></p>}
      <ol class="questions">
        {section.fields.map((field) => <Question key={field.key} field={field} definition={definition} />)}
      </ol>
    </section>
  );
}

function LaterStage({ stage, definition }: { stage: Stage; definition: CallDefinition }) {
  const { language, texts } = useLanguage();
  const sections = stage.form?.sections ?? [];
  const count = sections.reduce((sum, section) => sum + section.fields.length, 0);

  return (
    <details>
      <summary>{texts.call.laterStage(localText(stage.title, language), count)}</summary>
      {sections.map((section) => <Section key={section.key} section={section} definition={definition} />)}
    </details>
  );
}

/** The whole form, readable before anybody decides to apply. */
export function Asked({ call, definition }: { call: Call; definition: CallDefinition }) {
  const { texts } = useLanguage();
  const [first, ...later] = definition.stages;

  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{texts.call.asked}</h2>
      <p>{texts.call.askedLead}</p>
      {first && <p><a href={`/v1/calls/${call.id}/stages/${first.key}/form`}>{texts.call.printForm}</a></p>}
      {first?.form?.sections.map((section) => (
        <Section key={section.key} section={section} definition={definition} />
      ))}
      {later.map((stage) => <LaterStage key={stage.key} stage={stage} definition={definition} />)}
    </section>
  );
}
