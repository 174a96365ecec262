/* What people say to each other about the fields of an application. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Application, FieldComment, FormField } from "../../api/shapes";
import { loadCall } from "../../api/calls";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText, Prose } from "../../parts/Local";
import { AreaField, SelectField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { useSession } from "../../session";
import { together } from "../../texts/together";
import { ActButton, ActProblem, AskedButton, useActs, type Acts } from "./acts";
import { Back } from "./Back";
import { namedWording } from "./wording";

interface Talk {
  application: Application;
  fields: FormField[];
  comments: FieldComment[];
}

/* The carer reads what was submitted, and comments on the stage that is written now: its form is the call's. */
export async function loadTalk(id: string): Promise<Talk> {
  const application = await get("/v1/applications/{applicationId}", { path: { applicationId: id } });
  const [{ list }, call, shown] = await Promise.all([
    get("/v1/applications/{applicationId}/comments", { path: { applicationId: id } }),
    loadCall(application.callId),
    get("/v1/applications/{applicationId}/versions", { path: { applicationId: id } }),
  ]);
  const stage = application.yourRole === "COAUTHOR_CARER" ? shown.list[0]?.stage ?? application.stage : application.stage;
  const form = call.definition?.stages.find(({ key }) => key === stage)?.form;
  return { application, comments: list, fields: form?.sections.flatMap(({ fields }) => fields) ?? [] };
}

function Comment({ talk, comment, acts }: { talk: Talk; comment: FieldComment; acts: Acts }) {
  const { language } = useLanguage();
  const { talk: words } = useScoped(together);
  const { account } = useSession();
  const own = comment.authorUserId === account?.id;
  const path = { applicationId: talk.application.id, commentId: comment.id };
  const open = comment.resolvedByUserId === "";
  const may = own || talk.application.yourRole === "COAUTHOR_LEADER" || talk.application.yourRole === "COAUTHOR_EDITOR";
  const who = own ? words.yours : words.author[comment.authorRole];

  return (
    <li>
      <p class="quiet">
        {words.by(who, comment.writtenAt ? formatMoment(comment.writtenAt, language) : "")}{!open && <strong> ({words.resolved})</strong>}
      </p>
      <Prose text={comment.text} language="pl" />
      <div class="act tight">
        {may && <ActButton acts={acts} text={open ? words.resolve : words.reopen}
          what={() => post("/v1/applications/{applicationId}/comments/{commentId}/resolve", { path, body: { reopen: !open } })} />}
        {own && <AskedButton acts={acts} text={words.remove}
          what={() => remove("/v1/applications/{applicationId}/comments/{commentId}", { path })} />}
      </div>
    </li>
  );
}

function WriteForm({ talk, onDone }: { talk: Talk; onDone: () => void }) {
  const { language } = useLanguage();
  const { talk: words, missing } = useScoped(together);
  const [round, setRound] = useState(0);
  const submission = useSubmission(["field", "text"], async (value) => {
    await post("/v1/applications/{applicationId}/comments", {
      path: { applicationId: talk.application.id }, body: { field: value("field"), text: value("text").trim() },
    });
    setRound((before) => before + 1);
    onDone();
  }, namedWording({ field: words.field, text: words.text }, missing));

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form key={round} submission={submission} button={words.send}>
        <SelectField name="field" label={words.field} errors={submission.errors} language="pl"
          options={talk.fields.map((field) => [field.key, localText(field.label, language)] as const)} />
        <AreaField name="text" label={words.text} errors={submission.errors} />
      </Form>
    </>
  );
}

export function TalkAbout({ talk, refresh, heading: Heading = "h2" }: { talk: Talk; refresh: () => void; heading?: "h2" | "h3" }) {
  const { talk: words } = useScoped(together);
  const acts = useActs(refresh);
  const keys = [...new Set(talk.comments.map(({ field }) => field))];

  return (
    <>
      <ActProblem acts={acts} />
      {keys.length === 0 && <p>{words.none}</p>}
      {keys.map((key) => (
        <section key={key} aria-labelledby={`talk-${key}`}>
          <Heading id={`talk-${key}`}>{talk.fields.some((field) => field.key === key)
            ? <Local text={talk.fields.find((field) => field.key === key)?.label} /> : key}</Heading>
          <ul>{talk.comments.filter(({ field }) => field === key).map((comment) => (
            <Comment key={comment.id} talk={talk} comment={comment} acts={acts} />
          ))}</ul>
        </section>
      ))}
      <WriteForm talk={talk} onDone={refresh} />
    </>
  );
}

export function TalkPage({ id = "" }: PathParameters) {
  const { talk: words } = useScoped(together);
  const loaded = useResource(`talk ${id}`, () => loadTalk(id));

  return (
    <LoadedPage resource={loaded}>
      {(talk) => (
        <Page title={words.title} above={<Back application={talk.application} />}>
          <p class="lead">{words.lead}</p>
          <TalkAbout talk={talk} refresh={() => { if (loaded.state === "ready") loaded.refresh(); }} />
        </Page>
      )}
    </LoadedPage>
  );
}
