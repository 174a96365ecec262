import { useState } from "preact/hooks";
import { loadCall } from "../../api/calls";
import { post } from "../../api/client";
import type { Account, Call, CallDefinition } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { callIsOpenForWriting } from "../../parts/callStatus";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { whoAmI } from "../../session";
import { apply } from "../../texts/apply";
import { ApplicantFields, applicantFields, applicantWording, newApplicant, Radios, sentApplicant } from "./ApplicantFields";

/* Rough, and said as "about": a long answer that was thought through before, and anything shorter. */
const LONG_ANSWER_MINUTES = 4;
const OTHER_ANSWER_MINUTES = 0.5;

function minutesOf(definition: CallDefinition): number {
  const fields = definition.stages[0]?.form?.sections.flatMap((section) => section.fields) ?? [];
  const minutes = fields.reduce((sum, { kind }) =>
    sum + (kind === "LONG_TEXT" ? LONG_ANSWER_MINUTES : OTHER_ANSWER_MINUTES), 0);
  return Math.max(5, Math.ceil(minutes / 5) * 5);
}

interface Beginning {
  account: Account;
  call: Call;
  definition: CallDefinition;
}

function StartForm({ account, call, definition }: Beginning) {
  const { language } = useLanguage();
  const texts = useScoped(apply);
  const [region, setRegion] = useState(call.regions.length === 1 ? call.regions[0]?.region ?? "" : "");
  const [applicant, setApplicant] = useState(() => newApplicant(account, definition.applicantTypes));
  const submission = useSubmission(["region", ...applicantFields(applicant)], async () => {
    const made = await post("/v1/applications", {
      body: { callId: call.id, region, applicant: sentApplicant(applicant) },
    });
    navigate(`/applications/${made.id}`, "replace");
  }, applicantWording(texts));
  const count = definition.stages[0]?.form?.sections.reduce((sum, { fields }) => sum + fields.length, 0) ?? 0;

  return (
    <Page title={texts.start.title} refused={submission.problem !== null}
      above={(
        <>
          <p class="back"><a href={`/calls/${call.id}`}><Local text={definition.title} /></a></p>
          <ErrorSummary submission={submission} />
        </>
      )}>
      <p class="lead">{texts.start.lead}</p>
      <section class="next" aria-labelledby="need">
        <h2 id="need">{texts.start.need}</h2>
        <ul>
          <li>{texts.start.needFields(count)}</li>
          <li>{texts.start.needTime(minutesOf(definition))}</li>
        </ul>
      </section>
      <Form submission={submission} button={texts.start.submit}>
        {call.regions.length > 1 && (
          <Radios id="region" legend={texts.start.region} help={texts.start.regionHelp} value={region}
            errors={submission.errors} onChange={setRegion} optionLanguage={language === "en" ? "pl" : undefined}
            options={call.regions.map((each) => [each.region, each.name] as const)} />
        )}
        <ApplicantFields draft={applicant} types={definition.applicantTypes} errors={submission.errors}
          onChange={setApplicant} />
      </Form>
    </Page>
  );
}

function Closed({ call, definition }: Beginning) {
  const { language } = useLanguage();
  const texts = useScoped(apply);

  return (
    <Page title={texts.start.title}>
      <p>{texts.start.closed}</p>
      <p><a href={`/calls/${call.id}`}>{localText(definition.title, language)}</a></p>
    </Page>
  );
}

export function StartPage({ id = "" }: PathParameters) {
  const beginning = useResource(`start ${id}`, async () => {
    const [account, call] = await Promise.all([whoAmI(), loadCall(id)]);
    return { account, call };
  });

  return (
    <LoadedPage resource={beginning}>
      {({ account, call }) => call.definition && (callIsOpenForWriting(call, Date.now())
        ? <StartForm account={account} call={call} definition={call.definition} />
        : <Closed account={account} call={call} definition={call.definition} />)}
    </LoadedPage>
  );
}
