/* The log of a test, written where it happens: one column, large targets, photographs straight from a telephone. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Application, Diary, DiaryEntry } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { formatDate } from "../../format/moments";
import { formatCount } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { describedBy, Frame, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { together } from "../../texts/together";
import { ActButton, ActProblem, AskedButton, useActs, type Acts } from "./acts";
import { Back } from "./Back";
import { sendWhole } from "./sendWhole";
import { namedWording } from "./wording";

async function sendPhotos(applicationId: string, entryId: string, files: readonly File[], tell: (done: number) => void): Promise<void> {
  let done = 0;
  for (const file of files) {
    tell(done++);
    await sendWhole(file, await post("/v1/applications/{applicationId}/diary/{entryId}/photos", {
      path: { applicationId, entryId }, body: { name: file.name, size: String(file.size) as Integer64 },
    }));
  }
}

function Photos({ entry }: { entry: DiaryEntry }) {
  const { diary } = useScoped(together);

  if (entry.photos.length === 0) return null;
  return (
    <ul>
      {entry.photos.map((photo, index) => (
        <li key={photo.attachmentId}>
          {photo.ready ? <a href={`/v1/attachments/${photo.attachmentId}/content`} download>{diary.photo} {index + 1}: <span lang="pl">{photo.name}</span></a>
            : <span><span lang="pl">{photo.name}</span> ({photo.refusal === "" ? diary.unready : photo.refusal === "picture-broken" ? diary.broken : diary.refused})</span>}
        </li>
      ))}
    </ul>
  );
}

function PhotoInput({ id, files, label, onChange }: { id: string; files?: readonly File[]; label: string; onChange: (files: File[]) => void }) {
  const { diary } = useScoped(together);

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="quiet" id={`${id}-help`}>{diary.photosHelp}</p>
      <input id={id} type="file" accept="image/jpeg,image/png" multiple aria-describedby={`${id}-help`}
        onChange={(event) => onChange([...event.currentTarget.files ?? []])} />
      {files && files.length > 0 && <p class="quiet">{files.map(({ name }) => name).join(", ")}</p>}
    </div>
  );
}

function Entry({ id, entry, log, acts }: { id: string; entry: DiaryEntry; log: Diary; acts: Acts }) {
  const { language } = useLanguage();
  const { diary } = useScoped(together);
  const path = { applicationId: id, entryId: entry.id };
  const day = formatDate(entry.happenedOn, language);

  return (
    <article aria-labelledby={`entry-${entry.id}`}>
      <h2 id={`entry-${entry.id}`}>{day}</h2>
      <p class="quiet">{diary.people(entry.participants)}{entry.place !== "" && <span lang="pl">, {entry.place}</span>}</p>
      <Prose text={entry.text} language="pl" />
      <Photos entry={entry} />
      {log.mayWrite && (
        <details>
          <summary>{diary.change}</summary>
          <PhotoInput id={`photos-${entry.id}`} label={diary.addPhotos}
            onChange={(files) => acts.act(() => sendPhotos(id, entry.id, files, () => {}))} />
          <AskedButton acts={acts} text={diary.remove(day)}
            what={() => remove("/v1/applications/{applicationId}/diary/{entryId}", { path })} />
        </details>
      )}
    </article>
  );
}

/* Whole people only; nobody is a number, too. */
function countOf(text: string, wrong: string): number {
  if (!/^\d{0,6}$/.test(text)) throw new Problem(400, "invalid", "", [{ field: "participants", code: "format", detail: wrong }]);
  return Number(text);
}

/* By the clock of the one who writes. */
function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

function WriteForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { diary, missing } = useScoped(together);
  const [round, setRound] = useState(0);
  const [files, setFiles] = useState<File[]>([]);
  const [sending, setSending] = useState<number | null>(null);
  const submission = useSubmission(["happenedOn", "participants", "text", "place"], async (value) => {
    const entry = await post("/v1/applications/{applicationId}/diary", {
      path: { applicationId: id },
      body: {
        happenedOn: value("happenedOn"), participants: countOf(value("participants").trim(), diary.countWrong),
        text: value("text").trim(), place: value("place").trim(),
      },
    });
    /* The entry is safe; a photograph that fails is added to it later. */
    setRound((before) => before + 1);
    await sendPhotos(id, entry.id, files, setSending).finally(() => {
      setSending(null);
      setFiles([]);
      onDone();
    });
  }, namedWording({ happenedOn: diary.day, text: diary.text }, missing));

  return (
    <section aria-labelledby="write">
      <h2 id="write">{diary.write}</h2>
      <ErrorSummary submission={submission} />
      <p role="status">{sending !== null && diary.sending(sending, files.length)}</p>
      <Form key={round} submission={submission} button={diary.write}>
        <TextField name="happenedOn" type="date" label={diary.day} errors={submission.errors} autocomplete="off" value={today()} />
        <Frame name="participants" label={diary.participants} errors={submission.errors}>
          <input id="participants" name="participants" inputMode="numeric" autocomplete="off"
            aria-describedby={describedBy({ name: "participants", errors: submission.errors })}
            aria-invalid={submission.errors.participants ? true : undefined} />
        </Frame>
        <AreaField name="text" label={diary.text} errors={submission.errors} rows={6} />
        <TextField name="place" label={diary.place} errors={submission.errors} autocomplete="off" />
        <PhotoInput id="photos" files={files} label={diary.photos} onChange={setFiles} />
      </Form>
    </section>
  );
}

function Log({ application, log, refresh }: { application: Application; log: Diary; refresh: () => void }) {
  const { id } = application;
  const { language } = useLanguage();
  const { diary } = useScoped(together);
  const [saved, setSaved] = useState(false);
  const [older, setOlder] = useState<DiaryEntry[]>([]);
  const [cursor, setCursor] = useState(log.nextCursor);
  const acts = useActs(refresh);
  const reading = useActs(() => {});
  const more = async () => {
    const next = await get("/v1/applications/{applicationId}/diary", { path: { applicationId: id }, query: { cursor } });
    setOlder((before) => [...before, ...next.entries]);
    setCursor(next.nextCursor);
  };

  return (
    <Page title={diary.title} above={<Back application={application} />}>
      <p class="lead">{diary.lead}</p>
      <p>{log.entryCount === 0 ? diary.none : diary.sum(log.entryCount, formatCount(BigInt(log.participants), language))}</p>
      <p role="status">{saved && diary.saved}</p>
      {log.mayWrite && <WriteForm id={id} onDone={() => { setSaved(true); refresh(); }} />}
      <ActProblem acts={acts} />
      {[...log.entries, ...older].map((entry) => <Entry key={entry.id} id={id} entry={entry} log={log} acts={acts} />)}
      <ActProblem acts={reading} />
      {cursor !== "" && <p><ActButton acts={reading} text={diary.more} what={more} /></p>}
    </Page>
  );
}

export function DiaryPage({ id = "" }: PathParameters) {
  const loaded = useResource(`diary ${id}`, async () => {
    const [application, log] = await Promise.all([
      get("/v1/applications/{applicationId}", { path: { applicationId: id } }),
      get("/v1/applications/{applicationId}/diary", { path: { applicationId: id } }),
    ]);
    return { application, log };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ application, log }) => <Log application={application} log={log} refresh={() => { if (loaded.state === "ready") loaded.refresh(); }} />}
    </LoadedPage>
  );
}
