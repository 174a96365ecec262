/* A form as its applicants will see it: to fill in, with nothing saved, and to ask what handing it in would say. */
import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { ApplicantType, CallDefinition, Stage } from "../../api/shapes";
import type { Desk } from "../../editor/desk";
import { sectionsOf, stageOf } from "../../editor/structure";
import { DeskPage } from "../../editor/useDesk";
import { Question } from "../../form/Question";
import { readForm, shownSections } from "../../form/reading";
import { answersOf, type Draft } from "../../form/values";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ProblemText } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem } from "../../parts/resource";
import type { Problem } from "../../api/problem";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { keyIn } from "../apply/work";
import { Radios } from "../apply/ApplicantFields";
import { NotFoundPage } from "../NotFoundPage";
import { editorAt } from "./routes";

const somebody = { name: "Anna Kowalska", email: "anna@example.org" };
const another = { name: "Jan Nowak", email: "jan@example.org" };

function applicantOf(type: ApplicantType) {
  const organisation = type === "PERSON" || type === "INFORMAL_GROUP" ? "" : "Stowarzyszenie Przykład";
  return { type, organisation, nip: "", krs: "", members: type === "INFORMAL_GROUP" ? [somebody, another] : [somebody] };
}

interface Finding {
  field: string;
  text: string;
}

function Body({ desk, definition, stage }: { desk: Desk; definition: CallDefinition; stage: Stage }) {
  const { language, texts } = useLanguage();
  const { preview, home } = useScoped(editor);
  const [type, setType] = useState<ApplicantType>(definition.applicantTypes[0] ?? "PERSON");
  const [draft, setDraft] = useState<Draft>({});
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sections = sectionsOf(stage);
  const asked = readForm(sections, draft, type);
  const errors = new Map((findings ?? []).map(({ field, text }) => [keyIn(field), text]));
  const fields = sections.flatMap((section) => section.fields);
  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      const answer = await post("/v1/calls/{callId}/stages/{stage}/try", {
        path: { callId: desk.call.id, stage: stage.key },
        body: { applicant: applicantOf(type), answers: { list: answersOf(fields, draft) } },
      });
      setFindings(answer.findings?.list ?? []);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
    document.getElementById("said")?.focus();
  };

  return (
    <Page title={preview.title(localText(stage.title, language))}
      above={<p class="back"><a href={editorAt(desk.call.id, "stages", stage.key, "form")}>{home.form}</a></p>}>
      <p class="lead">{preview.lead}</p>
      <div id="said" tabIndex={-1} role="status">
        {problem && <div class="errors"><ProblemText problem={problem} /></div>}
        {findings && (
          <div class={findings.length === 0 ? "notice" : "errors"}>
            <p>{findings.length === 0 ? preview.good : preview.bad(findings.length)}</p>
            {findings.length > 0 && (
              <ul>{findings.map(({ field, text }) => <li key={`${field} ${text}`}><a href={`#${keyIn(field) || "said"}`}>{text}</a></li>)}</ul>
            )}
          </div>
        )}
      </div>
      <form class="sheet" onSubmit={(event) => void ask(event)} noValidate>
        {definition.applicantTypes.length > 1 && (
          <Radios id="as" legend={preview.as} value={type} errors={{}} onChange={setType}
            options={definition.applicantTypes.map((each) => [each, texts.call.applicant[each]] as const)} />
        )}
        {shownSections(asked).map((section) => (
          <section key={section.key} aria-labelledby={`preview-${section.key}`}>
            <h2 id={`preview-${section.key}`}><Local text={section.title} /></h2>
            {section.help && <p class="lead"><Local text={section.help} /></p>}
            {asked.filter((each) => each.section === section && each.shown).map(({ field, required }) => (
              <Question key={field.key} field={field} definition={definition} required={required} value={draft[field.key]}
                error={errors.get(field.key)} onChange={(value) => setDraft((before) => ({ ...before, [field.key]: value }))} />
            ))}
          </section>
        ))}
        <div class="save-bar">
          {!desk.revising && <button class="button" type="submit">{preview.try}</button>}
          <p class="quiet">{desk.revising ? preview.later : preview.nothingSaved}</p>
        </div>
      </form>
    </Page>
  );
}

export function PreviewPage({ id = "", stage: key = "" }: PathParameters) {
  return (
    <DeskPage callId={id}>
      {({ desk, held }) => {
        const stage = stageOf(held.definition, key);
        return stage ? <Body desk={desk} definition={held.definition} stage={stage} /> : <NotFoundPage />;
      }}
    </DeskPage>
  );
}
