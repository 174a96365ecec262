/* A new call: from nothing, from an example, as a copy, or out of a file. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Call, CallSummary, SentDefinition } from "../../api/shapes";
import { defaultDates, examples, fitRegions, fromExample, fromFile, fromNothing, type Example } from "../../editor/beginning";
import type { Received } from "../../api/values";
import type { components } from "../../generated/api";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate, useLocation } from "../../router/location";
import { whoAmI } from "../../session";
import { editor } from "../../texts/editor";
import { Radios, TextInput } from "../apply/ApplicantFields";
import { hasRole, inProgramme } from "../office/desk";
import { editorAt } from "./routes";

type Way = "nothing" | Example | "copy" | "supplement" | "file";
type Programme = Received<components["schemas"]["intake.Programme"]>;

interface Given {
  way: Way;
  programme: string;
  code: string;
  source: string;
  file: string | null;
}

async function definitionFor({ way, file }: Given, now: number) {
  if (way === "nothing") return fromNothing(now);
  if (way === "file") return file === null ? null : fromFile(file, now);
  return fromExample(way as Example, now);
}

async function make(given: Given, regions: readonly string[]): Promise<Call> {
  const now = Date.now();
  const code = given.code.trim();
  if (given.way === "copy" || given.way === "supplement")
    return post("/v1/calls/{callId}/copy", {
      path: { callId: given.source },
      body: { code, ...defaultDates(now), supplementary: given.way === "supplement" },
    });
  const definition = await definitionFor(given, now);
  if (!definition) throw new Problem(400, "invalid", "", [{ field: "file", code: "format", detail: "" }]);
  return post("/v1/calls", {
    /* What the file says is checked by the API alone. */
    body: { unfinished: true, definition: { ...fitRegions(definition, regions), programmeId: given.programme, code } as unknown as SentDefinition },
  });
}

function missingIn(given: Given | (Omit<Given, "way"> & { way: "" })): string[] {
  const copies = given.way === "copy" || given.way === "supplement";
  return [
    given.way === "" && "way",
    copies && given.source === "" && "source",
    given.way === "file" && given.file === null && "file",
    !copies && given.programme === "" && "programme",
    given.code.trim() === "" && "code",
  ].filter((each): each is string => each !== false);
}

function Body({ programmes, calls, owner }: { programmes: Programme[]; calls: CallSummary[]; owner: boolean }) {
  const { language } = useLanguage();
  const { start } = useScoped(editor);
  const { query } = useLocation();
  const from = query.get("from") ?? "";
  const [way, setWay] = useState<Way | "">(from ? (query.get("supplement") ? "supplement" : "copy") : "");
  const [programme, setProgramme] = useState(programmes.length === 1 ? programmes[0]?.id ?? "" : "");
  const [source, setSource] = useState(from);
  const [code, setCode] = useState("");
  const [file, setFile] = useState<string | null>(null);
  const copies = way === "copy" || way === "supplement";
  const wording: Wording = ({ field, detail }) => {
    const name = field.replace(/^definition\./, "");
    const own = detail === "" ? start.missing[name as keyof typeof start.missing] : undefined;
    return [name === "programmeId" ? "programme" : name, own ?? (["way", "source", "file", "programme", "code"].includes(name) ? detail : `${name}: ${detail}`)];
  };
  const submission = useSubmission(["way", "source", "file", "programme", "code"], async () => {
    const missing = missingIn({ way, programme, code, source, file });
    if (way === "" || missing.length > 0)
      throw new Problem(400, "invalid", "", missing.map((field) => ({ field, code: "required", detail: "" })));
    const regions = programmes.find(({ id }) => id === programme)?.regions.map(({ region }) => region) ?? [];
    const call = await make({ way, programme, code, source, file }, regions);
    navigate(editorAt(call.id));
  }, wording);
  const taken = submission.problem?.reason === "code-taken";
  const errors = taken ? { ...submission.errors, code: submission.problem?.detail ?? "" } : submission.errors;

  return (
    <Page title={start.title} refused={submission.problem !== null}
      above={<><p class="back"><a href="/office">{start.back}</a></p><ErrorSummary submission={{ ...submission, errors }} /></>}>
      <p class="lead">{start.lead}</p>
      {programmes.length === 0 && <div class="notice warm"><p>{start.noProgramme}</p>{owner && <p><a href="/office/programmes">{start.toProgrammes}</a></p>}</div>}
      <Form submission={submission} button={start.submit}>
        <Radios<Way> id="way" legend={start.way} value={way} errors={errors} onChange={setWay}
          options={(["nothing", ...examples, ...(calls.length > 0 ? ["copy", "supplement"] as const : []), "file"] as const).map((each) => [each, start.ways[each]] as const)} />
        {copies && (
          <div class={errors.source ? "field wrong" : "field"}>
            <label for="source">{start.source}</label>
            {errors.source && <p class="error" id="source-error">{errors.source}</p>}
            <select id="source" value={source} aria-describedby={errors.source ? "source-error" : undefined}
              onChange={(event) => setSource(event.currentTarget.value)}>
              <option value="">{start.choose}</option>
              {calls.map((call) => <option key={call.id} value={call.id}>{call.code}: {localText(call.title, language)}</option>)}
            </select>
          </div>
        )}
        {way === "file" && (
          <div class={errors.file ? "field wrong" : "field"}>
            <label for="file">{start.file}</label>
            <p class="quiet" id="file-help">{start.fileHelp}</p>
            {errors.file && <p class="error" id="file-error">{errors.file}</p>}
            <input id="file" type="file" accept=".json,application/json" aria-describedby={errors.file ? "file-help file-error" : "file-help"}
              onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setFile, () => setFile(null))} />
          </div>
        )}
        {!copies && programmes.length > 1 && (
          <Radios id="programme" legend={start.programme} value={programme} errors={errors} onChange={setProgramme} optionLanguage="pl"
            options={programmes.map(({ id, name }) => [id, name] as const)} />
        )}
        <TextInput id="code" label={start.code} help={start.codeHelp} value={code} errors={errors} onChange={setCode} />
      </Form>
    </Page>
  );
}

export function NewCallPage() {
  const loaded = useResource("new call", async () => {
    const account = await whoAmI();
    const [{ programmes }, { calls }] = await Promise.all([get("/v1/programmes", {}), get("/v1/calls", { query: { limit: 100 } })]);
    const owner = hasRole(account, "OWNER");
    const runs = (programme: Programme) => {
      const here = inProgramme(account, programme.id);
      const mine = here.roles.filter(({ role }) => role === "COORDINATOR").map(({ region }) => region);
      return hasRole(here, "OWNER") || programme.regions.some(({ region }) => mine.includes(region) || mine.includes("*"));
    };
    return { owner, calls, programmes: programmes.filter(runs) };
  });

  return <LoadedPage resource={loaded}>{(found) => <Body {...found} />}</LoadedPage>;
}
