/* A rehearsal from behind the scenes: its invented applications, its clock, its mailbox, its end. */
import { useEffect, useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Call, Rehearsal } from "../../api/shapes";
import { formatDay, formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Frame } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Submission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { rehearsal as words } from "../../texts/rehearsal";

/* How often a page looks how far it is, while something is being made. */
const LOOK_EVERY = 1000;

interface Stage {
  call: Call;
  rehearsal: Rehearsal;
  letters: number;
}

async function load(callId: string): Promise<Stage> {
  const path = { callId };
  const [call, rehearsal, { total }] = await Promise.all([get("/v1/calls/{callId}", { path }),
    get("/v1/calls/{callId}/rehearsal", { path }), get("/v1/calls/{callId}/rehearsal/letters", { path, query: { limit: 1, total: true } })]);
  return { call, rehearsal, letters: total };
}

function WholeNumber({ name, label, help, most, standard, submission }:
  { name: string; label: string; help: string; most: number; standard: number; submission: Submission }) {
  const { errors } = submission;

  return (
    <Frame name={name} label={label} help={help} errors={errors}>
      <input id={name} name={name} type="number" inputMode="numeric" min={1} max={most} step={1} defaultValue={String(standard)} autocomplete="off"
        class="short" aria-invalid={errors[name] ? true : undefined}
        aria-describedby={errors[name] ? `${name}-help ${name}-error` : `${name}-help`} />
    </Frame>
  );
}

function wholeIn(text: string, most: number, field: string, detail: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Problem(400, "invalid", "", [{ field, code: "range", detail }]);
  return value;
}

type Changed = (said: string) => void;

function Applications({ stage: { call, rehearsal }, onChanged }: { stage: Stage; onChanged: Changed }) {
  const texts = useScoped(words);
  const open = call.phase === "PHASE_OPEN";
  const submission = useSubmission(["count"], async (value) => {
    const count = wholeIn(value("count"), 500, "count", texts.countMissing);
    await post("/v1/calls/{callId}/rehearsal/applications", { path: { callId: call.id }, body: { count } });
    onChanged(texts.addedNow);
  });

  return (
    <section aria-labelledby="applications">
      <h2 id="applications">{texts.applications}</h2>
      <p>{texts.applicationsLead}</p>
      <p role="status"><strong>{texts.made(rehearsal.invented, rehearsal.inventedWanted)}</strong></p>
      {rehearsal.refusal !== "" && <p class="notice warm"><strong>{texts.refusal}:</strong> <span lang="pl">{rehearsal.refusal}</span></p>}
      {open && (
        <>
          <ErrorSummary submission={submission} />
          <Form submission={submission} button={texts.add}>
            <WholeNumber name="count" label={texts.count} help={texts.countHelp} most={500} standard={30} submission={submission} />
          </Form>
        </>
      )}
    </section>
  );
}

function Clock({ stage: { call, rehearsal }, onChanged }: { stage: Stage; onChanged: Changed }) {
  const { language } = useLanguage();
  const texts = useScoped(words);
  const submission = useSubmission(["days"], async (value) => {
    const days = wholeIn(value("days"), 365, "days", texts.daysMissing);
    await post("/v1/calls/{callId}/rehearsal/clock", { path: { callId: call.id }, body: { days } });
    onChanged(texts.movedNow);
  });

  return (
    <section aria-labelledby="clock">
      <h2 id="clock">{texts.clock}</h2>
      <p>{texts.clockLead}</p>
      <p>
        <strong>{texts.moved(rehearsal.daysMoved)}</strong>{" "}
        {call.definition?.submitUntil && texts.until(formatLastMoment(call.definition.submitUntil, language))}
      </p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={texts.move}>
        <WholeNumber name="days" label={texts.days} help={texts.daysHelp} most={365} standard={14} submission={submission} />
      </Form>
    </section>
  );
}

function End({ call }: { call: Call }) {
  const texts = useScoped(words);
  const [sure, setSure] = useState(false);
  const submission = useSubmission(["sure"], async () => {
    if (!sure) throw new Problem(400, "invalid", "", [{ field: "sure", code: "required", detail: texts.sureMissing }]);
    await remove("/v1/calls/{callId}/rehearsal", { path: { callId: call.id } });
    navigate("/office?deleted=rehearsal");
  });
  const error = submission.errors.sure;

  return (
    <details class="act-box" id="end">
      <summary>{texts.end}</summary>
      <p>{texts.endLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={texts.endYes} warning>
        <div class={error ? "field wrong" : "field"}>
          {error && <p class="error" id="sure-error">{error}</p>}
          <div class="choice declaration">
            <input type="checkbox" id="sure" checked={sure} aria-invalid={error ? true : undefined}
              aria-describedby={error ? "sure-error" : undefined} onChange={(event) => setSure(event.currentTarget.checked)} />
            <label for="sure">{texts.endSure}</label>
          </div>
        </div>
      </Form>
    </details>
  );
}

function Scenes({ stage, refresh }: { stage: Stage; refresh: () => void }) {
  const { language } = useLanguage();
  const texts = useScoped(words);
  const [said, setSaid] = useState("");
  const { call, rehearsal, letters } = stage;
  const working = rehearsal.invented < rehearsal.inventedWanted;
  const title = call.definition?.title;
  const onChanged = (text: string) => {
    setSaid(text);
    refresh();
  };

  useEffect(() => {
    if (!working) return;
    const timer = setTimeout(refresh, LOOK_EVERY);
    return () => clearTimeout(timer);
  }, [stage]);
  return (
    <Page title={texts.title} above={<p class="back"><a href={`/office/calls/${call.id}`}>{texts.back}</a></p>}>
      <p class="lead" lang={title && localLanguage(title, language)}>{title && localText(title, language)}</p>
      <p>{texts.lead} {rehearsal.endsAt && texts.ends(formatDay(rehearsal.endsAt, language))}</p>
      <p><a href={`/office/calls/${rehearsal.rehearsedCallId}`}>{texts.real}</a></p>
      <p role="status">{said && <strong>{said}</strong>}</p>
      <Applications stage={stage} onChanged={onChanged} />
      <Clock stage={stage} onChanged={onChanged} />
      <section aria-labelledby="letters">
        <h2 id="letters">{texts.letters}</h2>
        <p>{texts.lettersLead} {letters > 0 && `${texts.lettersCount(letters)}.`}</p>
        <p><a class="button plain" href={`/office/calls/${call.id}/rehearsal/letters`}>{texts.lettersLink}</a></p>
      </section>
      <End call={call} />
    </Page>
  );
}

export function RehearsalPage({ id = "" }: PathParameters) {
  const stage = useResource(`rehearsal ${id}`, () => load(id));

  return (
    <LoadedPage resource={stage}>
      {(found, refresh) => <Scenes stage={found} refresh={refresh} />}
    </LoadedPage>
  );
}
