/* Corrections of formal defects: what is asked for, and what came of it, each field before and after. */
import { get } from "../../api/client";
import type { Answer, Application, FormField } from "../../api/shapes";
import type { Received } from "../../api/values";
import { AnswerText } from "../../form/Answers";
import { formatLastMoment, formatMoment } from "../../format/moments";
import type { components } from "../../generated/api";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded } from "../../parts/Loaded";
import { Local, Prose } from "../../parts/Local";
import { useResource } from "../../parts/resource";
import { apply } from "../../texts/apply";

type Correction = Received<components["schemas"]["intake.Correction"]>;

/** What an application in correction waits for, and until when. */
export function CorrectionCall({ application, fields }: { application: Application; fields: readonly FormField[] }) {
  const { language } = useLanguage();
  const { correction: words } = useScoped(apply);
  const { correction } = application;

  if (application.state !== "IN_CORRECTION" || !correction) return null;
  return (
    <section class="notice warm" aria-labelledby="defects">
      <h2 id="defects">{words.title}</h2>
      {correction.due && <p><strong>{words.until(formatLastMoment(correction.due, language))}</strong></p>}
      <p>{words.lead}</p>
      <ul>
        {correction.defects?.list.map(({ field, text }) => (
          <li key={field}>
            <p><strong><Local text={fields.find(({ key }) => key === field)?.label} /></strong></p>
            <Prose text={text} language="pl" />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Defect({ application, field }: { application: Application; field: string }) {
  const { correction: words } = useScoped(apply);
  const defect = application.correction?.defects?.list.find((each) => each.field === field);

  if (!defect) return null;
  return <div class="notice warm defect"><p>{words.defect}</p><Prose text={defect.text} language="pl" /></div>;
}

function Side({ title, field, answer }: { title: string; field: FormField | undefined; answer: Answer | undefined }) {
  return (
    <div>
      <h4>{title}</h4>
      <div class="quoted">{field && <AnswerText field={field} answer={answer} />}</div>
    </div>
  );
}

function One({ correction, fields }: { correction: Correction; fields: readonly FormField[] }) {
  const { language } = useLanguage();
  const { correction: words } = useScoped(apply);
  const outcome = words.outcome[correction.outcome];

  return (
    <li>
      <p>
        <strong>{outcome}</strong>
        {correction.requestedAt && <span class="quiet"> {words.asked(formatMoment(correction.requestedAt, language))}</span>}
        {correction.endedAt && <span class="quiet">, {words.ended(formatMoment(correction.endedAt, language))}</span>}
      </p>
      {correction.changes.map(({ field: key, before, after }) => {
        const field = fields.find((each) => each.key === key);
        const defect = correction.defects?.list.find((each) => each.field === key);
        return (
          <section key={key} class="changed-field">
            <h3><Local text={field?.label} /></h3>
            {defect && <Prose text={defect.text} language="pl" />}
            <div class="versions">
              <Side title={words.before} field={field} answer={before} />
              <Side title={words.after} field={field} answer={after} />
            </div>
          </section>
        );
      })}
    </li>
  );
}

/** All corrections of an application, the newest first; nothing where there was none. */
export function CorrectionHistory({ applicationId, fields }: { applicationId: string; fields: readonly FormField[] }) {
  const { correction: words } = useScoped(apply);
  const loaded = useResource(`corrections ${applicationId}`, () =>
    get("/v1/applications/{applicationId}/corrections", { path: { applicationId } }));

  return (
    <Loaded resource={loaded}>
      {({ corrections }) => corrections.length === 0 ? null : (
        <section aria-labelledby="corrections">
          <h2 id="corrections">{words.history}</h2>
          <ul class="rows">
            {corrections.map((correction) => <One key={String(correction.requestedAt)} correction={correction} fields={fields} />)}
          </ul>
        </section>
      )}
    </Loaded>
  );
}
