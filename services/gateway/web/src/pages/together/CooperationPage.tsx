/* The agreement to work together: staff prepare and sign it, the leader writes who stands on their side. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Application, Cooperation, CooperationParty } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { formatDate } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { together } from "../../texts/together";
import { ActButton, ActProblem, useActs } from "./acts";
import { Back } from "./Back";
import { sendSigned, SignedFileField, SignedFileLink } from "./signedFile";
import { namedWording } from "./wording";

interface Desk {
  id: string;
  application: Application;
  agreement: Cooperation | null;
  staff: boolean;
}

interface PartProps {
  desk: Desk;
  onDone: () => void;
}

function PrepareForm({ desk: { id, agreement }, onDone }: PartProps) {
  const { cooperation: words, missing } = useScoped(together);
  const names = ["number", "operatorName", "operatorRepresentedBy", "subject", "startsOn", "endsOn"] as const;
  const submission = useSubmission(names, async (value) => {
    await put("/v1/applications/{applicationId}/cooperation", {
      path: { applicationId: id },
      body: {
        version: agreement?.version ?? ("0" as Integer64), number: value("number").trim(), operatorName: value("operatorName").trim(),
        operatorRepresentedBy: value("operatorRepresentedBy").trim(), subject: value("subject").trim(),
        startsOn: value("startsOn"), endsOn: value("endsOn"),
      },
    });
    onDone();
  }, namedWording({
    number: words.number, operatorName: words.operator, subject: words.subject, startsOn: words.from, endsOn: words.until,
  }, missing));
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.prepare}>
        <TextField name="number" label={words.number} errors={errors} autocomplete="off" value={agreement?.number} />
        <TextField name="operatorName" label={words.operator} errors={errors} autocomplete="off" value={agreement?.operatorName} />
        <TextField name="operatorRepresentedBy" label={words.represented} errors={errors} autocomplete="off" value={agreement?.operatorRepresentedBy} />
        <AreaField name="subject" label={words.subject} errors={errors} rows={6} value={agreement?.subject} />
        <TextField name="startsOn" type="date" label={words.from} errors={errors} autocomplete="off" value={agreement?.startsOn} />
        <TextField name="endsOn" type="date" label={words.until} errors={errors} autocomplete="off" value={agreement?.endsOn} />
      </Form>
    </>
  );
}

const nobody: CooperationParty = { name: "", address: "", pesel: "" };

function PartiesForm({ desk: { id, agreement }, onDone }: PartProps) {
  const { cooperation: words, missing } = useScoped(together);
  const known = agreement?.parties ?? [];
  const [parties, setParties] = useState<CooperationParty[]>(known.length > 0 ? known : [nobody]);
  const fields = parties.flatMap((_, index) => (["name", "address", "pesel"] as const).map((name) => `parties[${index}].${name}`));
  const submission = useSubmission(fields, async (value) => {
    await put("/v1/applications/{applicationId}/cooperation/parties", {
      path: { applicationId: id },
      body: {
        version: agreement?.version ?? ("0" as Integer64),
        parties: parties.map((_, index) => ({
          name: value(`parties[${index}].name`).trim(), address: value(`parties[${index}].address`).trim(),
          pesel: value(`parties[${index}].pesel`).trim(),
        })),
      },
    });
    onDone();
  }, namedWording(Object.fromEntries(parties.flatMap((_, index) => [
    [`parties[${index}].name`, words.name], [`parties[${index}].address`, words.address],
  ])), missing));

  return (
    <section aria-labelledby="parties">
      <h2 id="parties">{words.parties}</h2>
      <p class="quiet">{words.peselHelp}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.saveParties}>
        {parties.map((party, index) => (
          <fieldset key={index} class="field">
            <legend>{words.person(index + 1)}</legend>
            <TextField name={`parties[${index}].name`} label={words.name} errors={submission.errors} autocomplete="off" value={party.name} />
            <TextField name={`parties[${index}].address`} label={words.address} errors={submission.errors} autocomplete="off" value={party.address} />
            <TextField name={`parties[${index}].pesel`} label={words.pesel} errors={submission.errors} autocomplete="off" value={party.pesel} />
            {index > 0 && index === parties.length - 1 && (
              <button class="button plain" type="button" onClick={() => setParties(parties.slice(0, -1))}>{words.removeParty(index + 1)}</button>
            )}
          </fieldset>
        ))}
        {parties.length < 20 && (
          <p><button class="button plain" type="button" onClick={() => setParties([...parties, nobody])}>{words.addParty}</button></p>
        )}
      </Form>
    </section>
  );
}

function SignForm({ desk: { id, agreement }, onDone }: PartProps) {
  const { cooperation: words, missing } = useScoped(together);
  const [file, setFile] = useState<File | null>(null);
  const submission = useSubmission(["signedOn", "signedFileId"], async (value) => {
    if (!file) throw new Problem(400, "invalid", "", [{ field: "signedFileId", code: "required", detail: words.fileMissing }]);
    const sent = await sendSigned(id, "SIGNED_COOPERATION", file);
    await post("/v1/applications/{applicationId}/cooperation/sign", {
      path: { applicationId: id },
      body: { version: agreement?.version ?? ("0" as Integer64), signedOn: value("signedOn"), signedFileId: sent.id },
    });
    onDone();
  }, namedWording({ signedOn: words.signedOn }, missing));

  return (
    <section aria-labelledby="sign">
      <h2 id="sign">{words.sign}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.sign}>
        <TextField name="signedOn" type="date" label={words.signedOn} errors={submission.errors} autocomplete="off" />
        <SignedFileField errors={submission.errors} onChange={setFile} />
      </Form>
    </section>
  );
}

function Pesels({ desk }: { desk: Desk }) {
  const { cooperation: words } = useScoped(together);
  const [list, setList] = useState<string[] | null>(null);
  const acts = useActs(() => {});
  const { agreement } = desk;

  if (!agreement?.parties.some(({ pesel }) => pesel !== "")) return null;
  return (
    <section aria-labelledby="pesels">
      <h2 id="pesels">{words.pesels}</h2>
      <ActProblem acts={acts} />
      {list ? <ul>{agreement.parties.map((party, index) => <li key={index}><span lang="pl">{party.name}</span>: <span class="code">{list[index]}</span></li>)}</ul> : (
        <p>
          <ActButton acts={acts} text={words.showPesels} what={() =>
            get("/v1/applications/{applicationId}/cooperation/pesels", { path: { applicationId: desk.id } }).then((all) => setList(all.list))} />{" "}
          <span class="quiet">{words.showHelp}</span>
        </p>
      )}
    </section>
  );
}

function Stands({ agreement }: { agreement: Cooperation }) {
  const { language } = useLanguage();
  const { cooperation: words } = useScoped(together);

  return (
    <>
      <Facts facts={[
        { name: words.number, value: <span class="code">{agreement.number}</span> },
        { name: words.operator, value: <span lang="pl">{agreement.operatorName}</span> },
        agreement.operatorRepresentedBy ? { name: words.represented, value: <span lang="pl">{agreement.operatorRepresentedBy}</span> } : null,
        { name: words.from, value: formatDate(agreement.startsOn, language) },
        { name: words.until, value: formatDate(agreement.endsOn, language) },
        { name: words.subject, value: <Prose text={agreement.subject} language="pl" /> },
      ]} />
      {agreement.signedOn !== "" && (
        <>
          <p><strong>{words.signed(formatDate(agreement.signedOn, language))}</strong> <SignedFileLink id={agreement.signedFileId} /></p>
          <p class="quiet">{words.digest}: <span class="code long">{agreement.signedDigest}</span></p>
          <ul>{agreement.parties.map((party, index) => (
            <li key={index}><span lang="pl">{party.name}{party.address && `, ${party.address}`}</span> <span class="code">{party.pesel}</span></li>
          ))}</ul>
        </>
      )}
    </>
  );
}

function Cooperate({ desk, onDone }: PartProps) {
  const { cooperation: words } = useScoped(together);
  const { agreement, application, staff } = desk;
  const open = agreement?.state !== "COOPERATION_SIGNED";

  return (
    <Page title={words.title} above={<Back application={application} />}>
      <p class="lead">{agreement || staff ? words.lead : words.none}</p>
      {agreement && (!staff || !open) && <Stands agreement={agreement} />}
      {staff && open && <PrepareForm desk={desk} onDone={onDone} />}
      {agreement && open && <PartiesForm key={agreement.version} desk={desk} onDone={onDone} />}
      <Pesels desk={desk} />
      {staff && open && agreement && agreement.parties.length > 0 && <SignForm desk={desk} onDone={onDone} />}
    </Page>
  );
}

export function CooperationPage({ id = "" }: PathParameters) {
  const loaded = useResource(`cooperation ${id}`, async (): Promise<Desk> => {
    const application = await get("/v1/applications/{applicationId}", { path: { applicationId: id } });
    const agreement = await get("/v1/applications/{applicationId}/cooperation", { path: { applicationId: id } })
      .catch((error: unknown) => {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      });
    return { id, application, agreement, staff: application.yourRole === "COAUTHOR_ROLE_UNSPECIFIED" };
  });

  return (
    <LoadedPage resource={loaded}>
      {(desk) => <Cooperate key={desk.agreement?.version ?? "none"} desk={desk} onDone={() => { if (loaded.state === "ready") loaded.refresh(); }} />}
    </LoadedPage>
  );
}
