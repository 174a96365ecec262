/* An assessor's own certificates: issuing, printing, withdrawing. */
import { useRef, useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Certificate } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { certificates as words } from "../../texts/certificates";

function Withdraw({ certificate, onDone, onProblem }:
  { certificate: Certificate; onDone: () => void; onProblem: (problem: Problem) => void }) {
  const { mine } = useScoped(words);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = `withdraw-${certificate.code}`;
  const withdraw = async () => {
    try {
      await remove("/v1/me/certificates/{code}", { path: { code: certificate.code } });
      onDone();
    } catch (error) {
      onProblem(asProblem(error));
    }
    dialog.current?.close();
  };

  return (
    <>
      <button class="button plain" type="button" onClick={() => dialog.current?.showModal()}>
        {mine.withdraw}<span class="unseen"> {certificate.code}</span>
      </button>
      <dialog class="dialog" ref={dialog} aria-labelledby={title}>
        <h2 id={title} tabIndex={-1} autofocus>{mine.withdrawTitle}</h2>
        <p><span class="code">{certificate.code}</span></p>
        <p>{mine.withdrawLead}</p>
        <p class="act">
          <button class="button warning" type="button" onClick={() => void withdraw()}>{mine.withdrawYes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{mine.withdrawNo}</button>
        </p>
      </dialog>
    </>
  );
}

function List({ certificates, onDone, onProblem }:
  { certificates: Certificate[]; onDone: () => void; onProblem: (problem: Problem) => void }) {
  const { language } = useLanguage();
  const { mine } = useScoped(words);

  if (certificates.length === 0) return null;
  return (
    <section aria-labelledby="certificates">
      <h2 id="certificates">{mine.list}</h2>
      <Table caption={mine.list} quietCaption wide rows={certificates} keyOf={({ code }) => code} columns={[
        { title: mine.code, header: true, value: ({ code }) => <a class="code" href={`/certificates/${code}`}>{code}</a> },
        { title: mine.call, value: ({ callTitle }) => <Local text={callTitle} /> },
        { title: mine.cards, numeric: true, value: ({ cards }) => cards },
        { title: mine.issuedAt, value: ({ issuedAt }) => issuedAt ? formatMoment(issuedAt, language) : "" },
        { title: mine.acts, value: (certificate) => (
          <span class="act">
            <a href={`/v1/certificates/${certificate.code}/page?language=${language}`} target="_blank" rel="noopener">
              {mine.print}<span class="unseen"> {certificate.code}</span>
            </a>
            <Withdraw certificate={certificate} onDone={onDone} onProblem={onProblem} />
          </span>
        ) },
      ]} />
    </section>
  );
}

export function MyCertificatesPage() {
  const { mine } = useScoped(words);
  const loaded = useResource("my certificates", () => get("/v1/me/certificates", {}));
  const [issued, setIssued] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const refresh = () => loaded.state === "ready" && loaded.refresh();
  const issue = async (callId: string) => {
    try {
      const made = await post("/v1/me/certificates", { body: { callId } });
      setIssued(made.code);
      setProblem(null);
      refresh();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <LoadedPage resource={loaded}>
      {({ certificates, calls }) => (
        <Page title={mine.title}>
          <p class="lead">{mine.lead}</p>
          <Refusal problem={problem} />
          <p role="status">{issued && <strong>{mine.issued(issued)}</strong>}</p>
          <section aria-labelledby="calls">
            <h2 id="calls">{mine.calls}</h2>
            {calls.length === 0 && <p>{mine.none}</p>}
            <ul class="rows">
              {calls.map(({ callId, code, title, cards }) => (
                <li key={callId}>
                  <p><strong><Local text={title} /></strong> <span class="quiet">{mine.counted(cards)}</span></p>
                  <button class="button plain" type="button" onClick={() => void issue(callId)}>{mine.issue(code)}</button>
                </li>
              ))}
            </ul>
          </section>
          <List certificates={certificates} onDone={refresh} onProblem={setProblem} />
        </Page>
      )}
    </LoadedPage>
  );
}
