/* The register of requests about people's data, with the clock of each. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { DataRequest, DataRequestAnswer } from "../../api/shapes";
import type { Moment } from "../../api/values";
import { daysLeft, formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { useLocation } from "../../router/location";
import { data } from "../../texts/data";
import { Radios } from "../apply/ApplicantFields";
import { RequestState, RequestWords } from "./Request";

interface Found {
  requests: DataRequest[];
  nextCursor: string;
}

function load(openOnly: boolean, cursor = ""): Promise<Found> {
  return get("/v1/data-requests", { query: { openOnly, cursor, limit: 50 } });
}

type Decision = Exclude<DataRequestAnswer, "DATA_REQUEST_ANSWER_UNSPECIFIED">;
const decisions: readonly Decision[] = ["ANSWER_DONE", "ANSWER_REFUSED", "ANSWER_EXTENDED"];

interface RequestProps {
  request: DataRequest;
  onAnswered: (answered: DataRequest) => void;
}

function AnswerForm({ request, onAnswered }: RequestProps) {
  const { register } = useScoped(data);
  const id = (name: string) => `${name}-${request.id}`;
  const [decision, setDecision] = useState<Decision | "">("");
  const erases = request.kind === "ERASURE" && decision === "ANSWER_DONE";
  const textOf = (each: Decision) => each !== "ANSWER_DONE" ? register.decisions[each]
    : request.kind === "ERASURE" ? register.eraseDone : request.applicationId ? register.noteDone : register.decisions.ANSWER_DONE;
  const wording: Wording = ({ field, detail }) => field === "answer" ? [id("answer"), register.chooseDecision]
    : field === "reason" ? [id("reason"), register.writeReason] : [field, detail];
  const submission = useSubmission([id("answer"), id("reason")], async (value) => {
    if (decision === "") throw new Problem(400, "invalid", "", [{ field: "answer", code: "required", detail: "" }]);
    onAnswered(await post("/v1/data-requests/{requestId}/answer", {
      path: { requestId: request.id }, body: { answer: decision, reason: value(id("reason")).trim() },
    }));
  }, wording);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={register.send} warning={erases}>
        <Radios<Decision> id={id("answer")} legend={register.decision} value={decision} errors={submission.errors} onChange={setDecision}
          {...(erases ? { help: register.eraseHelp } : {})}
          options={decisions.filter((each) => each !== "ANSWER_EXTENDED" || !request.extended).map((each) => [each, textOf(each)] as const)} />
        <AreaField name={id("reason")} label={register.reason} help={register.reasonHelp} errors={submission.errors} />
      </Form>
    </>
  );
}

/* Red once it is late, and said in words. */
function Clock({ until }: { until: Moment }) {
  const { register } = useScoped(data);
  const left = daysLeft(until, Date.now());

  return <strong class={left < 0 ? "error" : undefined}>{left < 0 ? register.late(-left) : register.left(left)}</strong>;
}

function RequestItem({ request, onAnswered }: RequestProps) {
  const { language } = useLanguage();
  const { register, kind } = useScoped(data);
  const heading = `request-${request.id}`;

  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{kind[request.kind]}{request.receivedAt && `, ${formatMoment(request.receivedAt, language)}`}</h2>
      <RequestState request={request} />
      <Facts facts={[
        { name: register.who, value: (
          <>
            <a href={`/admin/accounts/${request.userId}`}>{register.account}</a>
            {request.applicationId && <>{", "}<a href={`/office/dossiers/${request.applicationId}`}>{register.application}</a></>}
          </>
        ) },
        request.state === "REQUEST_OPEN" && request.dueUntil ? { name: register.due, value: <Clock until={request.dueUntil} /> } : null,
        request.confirmed.length > 0 ? { name: register.confirmed, value: request.confirmed.join(", ") } : null,
      ]} />
      <RequestWords request={request} />
      {request.state === "REQUEST_OPEN" && (
        <details>
          <summary>{register.answer}<span class="unseen">: {kind[request.kind]}</span></summary>
          <AnswerForm request={request} onAnswered={onAnswered} />
        </details>
      )}
    </section>
  );
}

function List({ openOnly, first }: { openOnly: boolean; first: Found }) {
  const { texts } = useLanguage();
  const { register } = useScoped(data);
  const [found, setFound] = useState(first);
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = () => load(openOnly, found.nextCursor).then((next) => {
    setFound({ ...next, requests: [...found.requests, ...next.requests] });
    setProblem(null);
  }, (error: unknown) => setProblem(asProblem(error)));
  const answered = (one: DataRequest) => {
    setSaved(true);
    setFound({ ...found, requests: found.requests.map((each) => each.id === one.id ? one : each) });
  };

  return (
    <>
      <p role="status">{saved && <strong>{register.saved}</strong>}</p>
      {found.requests.length === 0 && <p>{openOnly ? register.noneOpen : register.none}</p>}
      {found.requests.map((request) => <RequestItem key={`${request.id} ${request.dueUntil ?? ""}`} request={request} onAnswered={answered} />)}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {found.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

export function DataRequestsPage() {
  const { register } = useScoped(data);
  const { query } = useLocation();
  const openOnly = query.get("all") === null;
  const key = `data requests ${openOnly}`;
  const loaded = useResource(key, () => load(openOnly));

  return (
    <LoadedPage resource={loaded}>
      {(first) => (
        <Page title={register.title}>
          <p class="lead">{register.lead}</p>
          <p>{openOnly ? <a href="/admin/data-requests?all">{register.all}</a> : <a href="/admin/data-requests">{register.openOnly}</a>}</p>
          <List key={key} openOnly={openOnly} first={first} />
        </Page>
      )}
    </LoadedPage>
  );
}
