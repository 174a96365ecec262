/* Files of what somebody else submitted, to read beside a card or in the office. They are listed apart from the
 * answers: a region's site asks the centre for them, and a cut line takes nothing else away. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { noAnswer, problemOf, type Problem } from "../api/problem";
import type { Answer, ApplicationFile } from "../api/shapes";
import { formatSize } from "../format/numbers";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { Loaded, ProblemText } from "../parts/Loaded";
import { asProblem, useResource, type Resource } from "../parts/resource";
import { apply } from "../texts/apply";

interface Readable {
  files: Resource<readonly ApplicationFile[]>;
  /** Below which each file stands with its id. */
  address: string;
}

/** Undefined: there are none to read here. */
export const FilesContext = createContext<Readable | undefined>(undefined);

interface Props {
  address: string;
  answers: readonly Answer[];
  load: () => Promise<{ files: ApplicationFile[] }>;
  children: ComponentChildren;
}

/** What stands in it can save the files that the answers name; what is wrong with the way to them is said above it. */
export function WithFiles({ address, answers, load, children }: Props) {
  const ids = answers.flatMap(({ attachments }) => attachments);
  const files = useResource(`${address} ${ids.join()}`, async () => ids.length > 0 ? (await load()).files : []);

  return (
    <FilesContext.Provider value={{ files, address }}>
      {files.state === "failed" && <Loaded resource={files}>{() => null}</Loaded>}
      {children}
    </FilesContext.Provider>
  );
}

/* A download that fails says nothing of why, so the first byte is asked for before. */
async function tryFile(address: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { "Range": "bytes=0-0", "Accept-Language": document.documentElement.lang } });
  } catch {
    throw noAnswer();
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => undefined));
}

function FileToSave({ file, address }: { file: ApplicationFile; address: string }) {
  const { language } = useLanguage();
  const [problem, setProblem] = useState<Problem | null>(null);
  const tried = useRef(false);
  const save = async (event: MouseEvent) => {
    const link = event.currentTarget as HTMLAnchorElement;
    if (tried.current) {
      tried.current = false;
      return;
    }
    event.preventDefault();
    try {
      await tryFile(address);
      setProblem(null);
      tried.current = true;
      link.click();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <li>
      <a href={address} download lang="pl" onClick={(event) => void save(event)}>{file.name}</a>
      <span class="quiet"> {formatSize(file.size, language)}</span>
      {problem && <div class="error" role="alert"><ProblemText problem={problem} /></div>}
    </li>
  );
}

export function FilesToRead({ ids }: { ids: readonly string[] }) {
  const { files: counted, file: words } = useScoped(apply);
  const readable = useContext(FilesContext);

  if (readable?.files.state !== "ready" || ids.length === 0) return <>{counted(ids.length)}</>;
  const { data } = readable.files;
  return (
    <ul class="plain-list">
      {ids.map((id) => {
        const file = data.find((each) => each.id === id);
        return file ? <FileToSave key={id} file={file} address={`${readable.address}/${id}`} /> : <li key={id}>{words.gone}</li>;
      })}
    </ul>
  );
}
