/* Calls on an applicant to put formal defects right: which fields, and what is wrong with each. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { CallDefinition, Correction, Dossier, FormField } from "../../api/shapes";
import { formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { formal } from "../../texts/formal";
import { loadCallDesk, type CallDesk } from "./desk";

function fieldsToOpen(definition: CallDefinition, stage: string): FormField[] {
  const allowed = definition.corrections?.fields ?? [];
  const all = definition.stages.find(({ key }) => key === stage)?.form?.sections.flatMap(({ fields }) => fields) ?? [];
  return all.filter(({ key, retired }) => !retired && (allowed.length === 0 || allowed.includes(key)));
}

type Defects = Readonly<Record<string, string | undefined>>;

function RequestForm({ desk, dossier, onSent }: { desk: CallDesk; dossier: Dossier; onSent: () => void }) {
  const { language } = useLanguage();
  const { correction: words } = useScoped(formal);
  const [defects, setDefects] = useState<Defects>({});
  const fields = fieldsToOpen(desk.definition, dossier.stage);
  const chosen = fields.filter(({ key }) => defects[key] !== undefined);
  const labelOf = (key: string) => localText(fields.find((field) => field.key === key)?.label, language);
  const wording: Wording = ({ field, detail }) =>
    field === "fields" ? [field, words.none] : field.startsWith("text-") ? [field, words.missing(labelOf(field.slice(5)))] : [field, detail];
  const submission = useSubmission(["fields", ...chosen.map(({ key }) => `text-${key}`)], async () => {
    const missing = chosen.length === 0 ? [{ field: "fields", code: "required", detail: "" }]
      : chosen.filter(({ key }) => defects[key]?.trim() === "").map(({ key }) => ({ field: `text-${key}`, code: "required", detail: "" }));
    if (missing.length > 0) throw new Problem(400, "invalid", "", missing);
    await post("/v1/applications/{applicationId}/corrections", {
      path: { applicationId: dossier.applicationId },
      body: { defects: chosen.map(({ key }) => ({ field: key, text: defects[key]?.trim() ?? "" })) },
    });
    onSent();
  }, wording);
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.submit}>
        <fieldset class={errors.fields ? "field wrong" : "field"} id="fields" tabIndex={-1}>
          <legend class="unseen">{words.title}</legend>
          {errors.fields && <p class="error">{errors.fields}</p>}
          {fields.map(({ key, label }) => (
            <div key={key}>
              <div class="choice">
                <input type="checkbox" id={`open-${key}`} checked={defects[key] !== undefined}
                  onChange={(event) => setDefects({ ...defects, [key]: event.currentTarget.checked ? "" : undefined })} />
                <label for={`open-${key}`}><Local text={label} /></label>
              </div>
              {defects[key] !== undefined && (
                <div class={errors[`text-${key}`] ? "field wrong" : "field"}>
                  <label for={`text-${key}`}>{words.field(localText(label, language))}</label>
                  {errors[`text-${key}`] && <p class="error" id={`text-${key}-error`}>{errors[`text-${key}`]}</p>}
                  <textarea id={`text-${key}`} rows={2} maxLength={2000} value={defects[key]}
                    aria-invalid={errors[`text-${key}`] ? true : undefined}
                    aria-describedby={errors[`text-${key}`] ? `text-${key}-error` : undefined}
                    onInput={(event) => setDefects({ ...defects, [key]: event.currentTarget.value })} />
                </div>
              )}
            </div>
          ))}
        </fieldset>
      </Form>
    </>
  );
}

function Earlier({ corrections, desk, dossier }: { corrections: Correction[]; desk: CallDesk; dossier: Dossier }) {
  const { language } = useLanguage();
  const { correction: words } = useScoped(formal);
  const fields = desk.definition.stages.find(({ key }) => key === dossier.stage)?.form?.sections.flatMap((section) => section.fields) ?? [];

  if (corrections.length === 0) return null;
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">{words.earlier}</h2>
      <ul class="rows">
        {corrections.map((each, index) => (
          <li key={index}>
            <p><strong>{words.outcome[each.outcome]}</strong> {each.due && <span class="quiet">{words.due(formatLastMoment(each.due, language))}</span>}</p>
            <ul>
              {(each.defects?.list ?? []).map(({ field, text }) => (
                <li key={field}><Local text={fields.find(({ key }) => key === field)?.label} />: <span lang="pl">{text}</span></li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Body({ desk, dossier, corrections, refresh }: { desk: CallDesk; dossier: Dossier; corrections: Correction[]; refresh: () => void }) {
  const { correction: words } = useScoped(formal);
  const [sent, setSent] = useState(false);
  const rules = desk.definition.corrections;
  const allowed = (rules?.times ?? 0) > 0;
  const open = dossier.state === "FORMAL_REVIEW" && !sent;

  return (
    <Page title={words.title} above={<p class="back"><a href={`/office/dossiers/${dossier.applicationId}`} lang="pl">{dossier.title || dossier.number}</a></p>}>
      {sent && <div class="notice" role="status"><p>{words.done}</p></div>}
      {!allowed && <p>{words.off}</p>}
      {allowed && open && (
        <>
          <p class="lead">{words.lead}</p>
          <p>{words.term(rules?.days ?? 0, rules?.dayKind !== "CALENDAR_DAYS")}</p>
          <RequestForm desk={desk} dossier={dossier} onSent={() => {
            setSent(true);
            refresh();
          }} />
        </>
      )}
      <Earlier corrections={corrections} desk={desk} dossier={dossier} />
    </Page>
  );
}

export function CorrectionPage({ id = "" }: PathParameters) {
  const loaded = useResource(`correction ${id}`, async () => {
    const dossier = await get("/v1/dossiers/{applicationId}", { path: { applicationId: id } });
    const [desk, { corrections }] = await Promise.all([loadCallDesk(dossier.callId),
      get("/v1/applications/{applicationId}/corrections", { path: { applicationId: id } })]);
    return { desk, dossier, corrections };
  });

  return (
    <LoadedPage resource={loaded}>
      {(found, refresh) => <Body {...found} refresh={refresh} />}
    </LoadedPage>
  );
}
