/* What is kept about a person: seeing it, taking it along, and asking to have it put right or erased. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { loadCall } from "../../api/calls";
import type { Problem } from "../../api/problem";
import type { Application, DataRequest, Stage } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import type { Language } from "../../language/languages";
import { useScoped } from "../../language/scoped";
import { Frame } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { AreaField, SelectField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { saveText } from "../../parts/saveFile";
import { data } from "../../texts/data";
import { RequestState, RequestWords } from "./Request";

interface Mine {
  requests: DataRequest[];
  /** That the person leads and that were submitted: what is frozen cannot be put right by hand. */
  applications: Application[];
}

async function loadMine(): Promise<Mine> {
  const [{ requests }, { applications }] = await Promise.all([
    get("/v1/me/data-requests", {}),
    get("/v1/me/applications", { query: { limit: 100 } }),
  ]);
  return { requests, applications: applications.filter(({ number, yourRole }) => number !== "" && yourRole === "COAUTHOR_LEADER") };
}

/* The export comes in pages; whoever takes it along wants one file. */
async function exportAll(): Promise<string> {
  const whole = await get("/v1/me/data", {});
  for (let cursor = whole.nextCursor; cursor !== "";) {
    const next = await get("/v1/me/data", { query: { cursor } });
    whole.applications.push(...next.applications);
    cursor = next.nextCursor;
  }
  return JSON.stringify({ ...whole, nextCursor: undefined }, null, 2);
}

function See() {
  const { language } = useLanguage();
  const { mine } = useScoped(data);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = () => {
    if (running) return;
    setRunning(true);
    exportAll().then((text) => {
      saveText("wlacznik-moje-dane.json", text, "application/json");
      setProblem(null);
    }, (error: unknown) => setProblem(asProblem(error))).finally(() => setRunning(false));
  };

  return (
    <section aria-labelledby="see">
      <h2 id="see">{mine.see}</h2>
      <p class="act">
        <a class="button plain" href={`/v1/me/data/page?language=${language}`} target="_blank" rel="noopener">{mine.read}</a>{" "}
        <button class="button plain" type="button" aria-disabled={running} onClick={save}>{running ? mine.saving : mine.save}</button>
      </p>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      <p><a href="/me/security">{mine.account}</a></p>
    </section>
  );
}

/* The question's own words. */
function FieldLabel({ request, application }: { request: DataRequest; application: Application }) {
  const stages = useResource(`stages of ${application.id}`, () => loadStages(application));
  const stage = stages.state === "ready" ? stages.data.find(({ key }) => key === request.stage) : undefined;
  const field = stage?.form?.sections.flatMap(({ fields }) => fields).find(({ key }) => key === request.field);

  return field ? <Local text={field.label} /> : <span class="code">{request.field}</span>;
}

function Requests({ mine: { requests, applications } }: { mine: Mine }) {
  const { language } = useLanguage();
  const { mine, kind } = useScoped(data);
  const labelOf = (request: DataRequest) => {
    const application = applications.find(({ id }) => id === request.applicationId);
    return application && <FieldLabel request={request} application={application} />;
  };

  return (
    <section aria-labelledby="requests">
      <h2 id="requests">{mine.requests}</h2>
      {requests.length === 0 ? <p>{mine.none}</p> : (
        <ul class="plain-list">{requests.map((request) => (
          <li key={request.id}>
            <h3>{kind[request.kind]}{request.receivedAt && `, ${formatDay(request.receivedAt, language)}`}</h3>
            <RequestState request={request} />
            <RequestWords request={request} label={labelOf(request)} />
          </li>
        ))}</ul>
      )}
    </section>
  );
}

/* By stage, as forms of several stages may ask under the same key; of those so far. */
async function loadStages(application: Application | undefined): Promise<Stage[]> {
  if (!application) return [];
  const { definition } = await loadCall(application.callId);
  const stages = definition?.stages ?? [];
  return stages.slice(0, stages.findIndex(({ key }) => key === application.stage) + 1);
}

const optionsOf = (stage: Stage, language: Language) => (stage.form?.sections ?? []).flatMap(({ fields }) => fields)
  .map((field) => [`${stage.key}/${field.key}`, localText(field.label, language)] as const);

interface AskProps {
  mine: Mine;
  onDone: () => void;
}

/* "note" stands in each form, so its name carries the form's. */
const noteWording = (id: string, missing: string): Wording => ({ field, detail }) => field === "note" ? [id, missing] : [field, detail];

function RectifyForm({ mine: { applications }, onDone }: AskProps) {
  const { language } = useLanguage();
  const { mine, field: fieldWord, note } = useScoped(data);
  const [id, setId] = useState("");
  const stages = useResource(`stages of ${id}`, () => loadStages(applications.find((each) => each.id === id)));
  const list = stages.state === "ready" ? stages.data : [];
  const submission = useSubmission(["applicationId", "field", "correctText", "note-rectify"], async (value) => {
    const [stage = "", field = ""] = id ? value("field").split("/") : [];
    await post("/v1/me/data-requests", { body: {
      kind: "RECTIFICATION", applicationId: id, stage, field,
      correctText: id ? value("correctText").trim() : "", note: value("note-rectify").trim(),
    } });
    onDone();
  }, ({ field, detail }) => field === "correctText" ? [field, mine.textMissing] : field === "note" ? ["note-rectify", mine.missing] : [field, detail]);
  const { errors } = submission;

  return (
    <details open={submission.problem !== null || undefined}>
      <summary>{mine.rectify}</summary>
      <p>{mine.rectifyHelp}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={mine.ask}>
        <Frame name="applicationId" label={mine.application} errors={errors}>
          <select id="applicationId" name="applicationId" value={id} onChange={(event) => setId(event.currentTarget.value)}>
            <option value="">{mine.noApplication}</option>
            {applications.map((each) => <option key={each.id} value={each.id} lang="pl">{`${each.number} ${each.title}`}</option>)}
          </select>
        </Frame>
        {id !== "" && (
          <>
            <SelectField key={id} name="field" label={fieldWord} errors={errors} options={[]}
              groups={list.map((stage) => [localText(stage.title, language), optionsOf(stage, language)] as const)} />
            <AreaField name="correctText" label={mine.text} errors={errors} />
          </>
        )}
        <AreaField name="note-rectify" label={note} help={mine.noteHelp} errors={errors} />
      </Form>
    </details>
  );
}

function NoteForm({ kind, onDone }: { kind: "ERASURE" | "ACCESS"; onDone: () => void }) {
  const { mine, note } = useScoped(data);
  const erases = kind === "ERASURE";
  const name = erases ? "note-erase" : "note-ask";
  const submission = useSubmission([name], async (value) => {
    await post("/v1/me/data-requests", { body: { kind, note: value(name).trim() } });
    onDone();
  }, noteWording(name, mine.missing));

  return (
    <details open={submission.problem !== null || undefined}>
      <summary>{erases ? mine.erase : mine.other}</summary>
      <p>{erases ? mine.eraseHelp : mine.otherHelp}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={erases ? mine.askErase : mine.askOther} warning={erases}>
        <AreaField name={name} label={note} errors={submission.errors} />
      </Form>
    </details>
  );
}

export function DataPage() {
  const { mine: words } = useScoped(data);
  const [round, setRound] = useState(0);
  const loaded = useResource("my data", loadMine);
  const filed = () => {
    setRound((before) => before + 1);
    if (loaded.state === "ready") loaded.refresh();
  };

  return (
    <LoadedPage resource={loaded}>
      {(mine) => (
        <Page title={words.title}>
          <p class="lead">{words.lead}</p>
          <p role="status">{round > 0 && <strong>{words.filed}</strong>}</p>
          <See />
          <Requests mine={mine} />
          <div key={round}>
            <RectifyForm mine={mine} onDone={filed} />
            <NoteForm kind="ACCESS" onDone={filed} />
            <NoteForm kind="ERASURE" onDone={filed} />
          </div>
        </Page>
      )}
    </LoadedPage>
  );
}
