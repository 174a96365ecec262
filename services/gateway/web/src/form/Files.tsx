/* Files of an answer: to add, to watch on their way, to take out, to save. */
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { FormField } from "../api/shapes";
import { formatSize } from "../format/numbers";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { ProblemText } from "../parts/Loaded";
import { asProblem } from "../parts/resource";
import type { Problem } from "../api/problem";
import { apply } from "../texts/apply";
import { FilesToRead } from "./readFiles";
import { UploadsContext, type Upload, type Uploads } from "./uploads";

function useUploads(): Uploads | undefined {
  const uploads = useContext(UploadsContext);
  const [, setRound] = useState(0);

  useEffect(() => uploads?.listen(() => setRound((round) => round + 1)), [uploads]);
  return uploads;
}

const HUNDRED = 100n;

function percentOf({ attachment: { received, size } }: Upload): number {
  return size === "0" ? 0 : Number(BigInt(received) * HUNDRED / BigInt(size));
}

function useStateText(upload: Upload): string {
  const { file } = useScoped(apply);
  const { attachment, running, waiting, stopped } = upload;
  const percent = percentOf(upload);

  if (stopped) return file.stopped(percent);
  if (waiting) return file.waiting(percent);
  switch (attachment.state) {
    case "UPLOADING": return running ? file.sending(percent) : file.interrupted(percent);
    case "CHECKING": return file.checking;
    case "REFUSED": return file.refusal[attachment.refusal] ?? file.refused;
    default: return file.ready;
  }
}

function Again({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { file: words } = useScoped(apply);
  const [other, setOther] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { id, name } = upload.attachment;
  const goOn = () => {
    if (!uploads.resume(id)) input.current?.click();
  };
  const choose = (file: File | undefined) => setOther(file !== undefined && !uploads.resume(id, file));

  return (
    <>
      <button class="button small" type="button" onClick={goOn}>
        {uploads.has(id) ? words.resume : words.choose}<span class="unseen">: {name}</span>
      </button>
      <input ref={input} class="unseen" type="file" tabIndex={-1} aria-label={`${words.choose}: ${name}`}
        onChange={(event) => choose(event.currentTarget.files?.[0])} />
      {other && <p class="error" role="alert">{words.other}</p>}
    </>
  );
}

function Item({ id, uploads, onRemove }: { id: string; uploads: Uploads; onRemove: () => void }) {
  const { language } = useLanguage();
  const { file: words } = useScoped(apply);
  const upload = uploads.find(id);
  const state = useStateText(upload ?? { attachment: { state: "READY" } } as Upload);

  if (!upload)
    return (
      <li class="work-item">
        <p class="error">{words.gone}</p>
        <button class="button plain small" type="button" onClick={onRemove}>{words.remove}</button>
      </li>
    );
  const { attachment, running, stopped } = upload;
  const bad = attachment.state === "REFUSED" || stopped !== undefined;
  const halted = attachment.state === "UPLOADING" && !running;
  return (
    <li class="work-item">
      <div>
        <p>
          {attachment.state === "READY" ? <a href={`/v1/attachments/${id}/content`} download lang="pl">{attachment.name}</a>
            : <strong lang="pl">{attachment.name}</strong>}
          {" "}<span class="quiet">{formatSize(attachment.size, language)}</span>
        </p>
        {attachment.state === "UPLOADING" && (
          <progress max={100} value={percentOf(upload)} aria-label={words.progress(attachment.name)} />
        )}
        <p class={bad ? "error" : "quiet"}>{state}</p>
        {stopped && <ProblemText problem={stopped} />}
        {halted && <Again upload={upload} uploads={uploads} />}
      </div>
      <button class="button plain small" type="button" onClick={onRemove}>
        {words.remove}<span class="unseen">: {attachment.name}</span>
      </button>
    </li>
  );
}

interface Props {
  field: FormField;
  ids: readonly string[];
  describedBy: string | undefined;
  onChange: (ids: string[]) => void;
  children?: ComponentChildren;
}

/** Where files are added. What is wrong with one is said beside it; the answer names those that were begun. */
export function FileInput({ field, ids, describedBy, onChange }: Props) {
  const { language } = useLanguage();
  const { file: words, files } = useScoped(apply);
  const uploads = useUploads();
  const [problems, setProblems] = useState<readonly { name: string; problem: Problem }[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const most = field.maxRows || 1;
  const latest = useRef(ids);
  latest.current = ids;

  if (!uploads) return <p>{files(ids.length)}</p>;
  const add = async (chosen: readonly File[]) => {
    const wrong: { name: string; problem: Problem }[] = [];
    for (const file of chosen)
      try {
        const { id } = await uploads.add(field.key, file);
        latest.current = [...latest.current, id];
        onChange([...latest.current]);
      } catch (error) {
        wrong.push({ name: file.name, problem: asProblem(error) });
      }
    setProblems(wrong);
    if (input.current) input.current.value = "";
  };
  const drop = async (id: string) => {
    latest.current = latest.current.filter((each) => each !== id);
    onChange([...latest.current]);
    input.current?.focus();
    await uploads.drop(id).catch((error: unknown) => setProblems([{ name: "", problem: asProblem(error) }]));
  };
  const limits = [words.most(most), field.maxFileBytes !== "0" && words.size(formatSize(field.maxFileBytes, language)),
    field.fileTypes.length > 0 && words.types(field.fileTypes.map((type) => words.type[type] ?? type).join(", "))];
  const checking = ids.map((id) => uploads.find(id)).find((each) => each?.attachment.state === "READY" || each?.attachment.state === "REFUSED");

  return (
    <>
      <p class="quiet" id={`${field.key}-limits`}>{limits.filter(Boolean).join(" ")}</p>
      <ul class="rows files">
        {ids.map((id) => <Item key={id} id={id} uploads={uploads} onRemove={() => void drop(id)} />)}
      </ul>
      {problems.map(({ name, problem }) => (
        <div class="error" role="alert" key={name}>
          {name && <p>{name}:</p>}
          {problem.fields.length > 0 ? problem.fields.map(({ detail }) => <p key={detail}>{detail}</p>) : <ProblemText problem={problem} />}
        </div>
      ))}
      {ids.length < most && (
        <>
          <label for={`${field.key}-file`}>{words.add}</label>
          <input ref={input} type="file" id={`${field.key}-file`} multiple={most > 1} accept={field.fileTypes.join(",") || undefined}
            aria-describedby={[describedBy, `${field.key}-limits`].filter(Boolean).join(" ")}
            onChange={(event) => void add([...event.currentTarget.files ?? []].slice(0, most - ids.length))} />
        </>
      )}
      <span class="unseen" role="status">{checking ? `${checking.attachment.name}: ${checking.attachment.state === "READY" ? words.ready
        : words.refusal[checking.attachment.refusal] ?? words.refused}` : ""}</span>
    </>
  );
}

/** Files to read: one's own, or those of what was submitted to whoever reads. */
export function FileList({ ids }: { ids: readonly string[] }) {
  const { language } = useLanguage();
  const { file: words } = useScoped(apply);
  const uploads = useUploads();

  if (!uploads || ids.length === 0) return <FilesToRead ids={ids} />;
  return (
    <ul class="plain-list">
      {ids.map((id) => {
        const found = uploads.find(id)?.attachment;
        return (
          <li key={id}>
            {found?.state === "READY" ? <a href={`/v1/attachments/${id}/content`} download lang="pl">{found.name}</a>
              : <span lang="pl">{found?.name ?? words.gone}</span>}
            {found && <span class="quiet"> {formatSize(found.size, language)}</span>}
            {found && found.state !== "READY" && <span class="error"> {words.notReady}</span>}
          </li>
        );
      })}
    </ul>
  );
}
