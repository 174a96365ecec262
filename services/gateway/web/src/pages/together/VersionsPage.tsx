/* Versions of a draft that were shown to the carer: the authors show them, both read them, the carer comments. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { DraftVersion } from "../../api/shapes";
import { SectionAnswers } from "../../form/Answers";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, Prose } from "../../parts/Local";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { together } from "../../texts/together";
import { Back } from "./Back";
import { loadTalk, TalkAbout } from "./TalkPage";

function ShowForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { versions } = useScoped(together);
  const [round, setRound] = useState(0);
  const submission = useSubmission(["note"], async (value) => {
    /* What is shown is what the API has now: everything that was typed is saved there by itself. */
    const { version } = await get("/v1/applications/{applicationId}", { path: { applicationId: id } });
    await post("/v1/applications/{applicationId}/versions", {
      path: { applicationId: id }, body: { version, note: value("note").trim() },
    });
    setRound((before) => before + 1);
    onDone();
  });

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form key={round} submission={submission} button={versions.show}>
        <AreaField name="note" label={versions.note} errors={submission.errors} />
      </Form>
    </>
  );
}

function VersionItem({ id, version }: { id: string; version: DraftVersion }) {
  const { language } = useLanguage();
  const { versions } = useScoped(together);
  const day = version.shownAt ? formatDay(version.shownAt, language) : "";

  return (
    <li>
      <p><a href={`/applications/${id}/versions/${version.stage}/${version.number}`}>{versions.version(version.number, day)}</a></p>
      {version.note !== "" && <Prose text={version.note} language="pl" />}
    </li>
  );
}

export function VersionsPage({ id = "" }: PathParameters) {
  const { versions, talk: words } = useScoped(together);
  const [shown, setShown] = useState(false);
  const loaded = useResource(`versions ${id}`, async () => {
    const [talk, all] = await Promise.all([
      loadTalk(id), get("/v1/applications/{applicationId}/versions", { path: { applicationId: id } }),
    ]);
    return { talk, all };
  });
  const refresh = () => {
    if (loaded.state === "ready") loaded.refresh();
  };

  return (
    <LoadedPage resource={loaded}>
      {({ talk, all }) => {
        const carer = talk.application.yourRole === "COAUTHOR_CARER";
        return (
          <Page title={versions.title} above={<Back application={talk.application} />}>
            <p class="lead">{carer ? versions.leadCarer : versions.lead}</p>
            <p role="status">{shown && versions.shown}</p>
            {all.carerUserId === "" && <p>{versions.noCarer}</p>}
            {talk.application.mayEdit && all.carerUserId !== "" && <ShowForm id={id} onDone={() => { setShown(true); refresh(); }} />}
            <section aria-labelledby="shown">
              <h2 id="shown">{versions.list}</h2>
              {all.list.length === 0 ? <p>{versions.none}</p>
                : <ul>{all.list.map((version) => <VersionItem key={`${version.stage} ${version.number}`} id={id} version={version} />)}</ul>}
            </section>
            <section aria-labelledby="talk">
              <h2 id="talk">{words.title}</h2>
              <TalkAbout talk={talk} refresh={refresh} heading="h3" />
            </section>
          </Page>
        );
      }}
    </LoadedPage>
  );
}

function Changes({ version }: { version: DraftVersion }) {
  const { versions } = useScoped(together);
  const fields = version.form?.sections.flatMap((section) => section.fields) ?? [];

  if (version.number === 1) return null;
  if (version.changedFields.length === 0) return <p>{versions.unchanged}</p>;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{versions.changed}</h2>
      <ul>{version.changedFields.map((key) => <li key={key}><Local text={fields.find((field) => field.key === key)?.label} /></li>)}</ul>
    </section>
  );
}

export function VersionPage({ id = "", stage = "", number = "" }: PathParameters) {
  const { language } = useLanguage();
  const { versions } = useScoped(together);
  const loaded = useResource(`version ${id} ${stage} ${number}`, () =>
    get("/v1/applications/{applicationId}/versions/{stage}/{number}", { path: { applicationId: id, stage, number: Number(number) } }));

  return (
    <LoadedPage resource={loaded}>
      {(version) => (
        <Page title={versions.version(version.number, version.shownAt ? formatDay(version.shownAt, language) : "")}
          above={<p class="back"><a href={`/applications/${id}/versions`}>{versions.title}</a></p>}>
          {version.note !== "" && <Prose text={version.note} language="pl" />}
          <Changes version={version} />
          {version.form?.sections.map((section) => (
            <SectionAnswers key={section.key} section={section} answers={version.answers?.list ?? []} />
          ))}
        </Page>
      )}
    </LoadedPage>
  );
}
