/* The office's side of a grant. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Dossier, Grant } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { grant as texts } from "../../texts/grant";
import { Said } from "./GrantPage";
import { Agreement, Amendments, BalancesView, Ledger, Tranches, Turn } from "./GrantView";
import { loadGrant } from "./load";
import { AnswerAmendmentForm, DecideReportForm, OfferForm, PayForm, ReturnForm, SignForm } from "./OfficeForms";
import { balancesOf } from "./standing";

/** The act whose form is open; the fields of two would have the same names. */
type Open = "sign" | "return" | `pay ${number}` | `decide ${number}` | `answer ${number}` | null;

function Desk({ grant, onDone }: { grant: Grant; onDone: (next: Grant, said: string) => void }) {
  const { desk } = useScoped(texts);
  const [open, setOpen] = useState<Open>(null);
  const act = { grant, onDone, onCancel: () => setOpen(null) };
  const button = (which: Open, text: string) =>
    <p class="act"><button class="button plain" type="button" onClick={() => setOpen(which)}>{text}</button></p>;
  const before = (position: number) => grant.reports.find((each) => each.position === position - 1);
  const running = grant.state === "GRANT_RUNNING";

  return (
    <>
      <Turn grant={grant} office />
      <div class="with-aside">
        <div>
          {grant.state === "GRANT_OFFERED" && (open === "sign" ? <SignForm {...act} /> : button("sign", desk.sign))}
          {grant.ledger.length > 0 && <BalancesView balances={balancesOf(grant)} />}
          <Tranches grant={grant} act={({ paid, position }, report) => {
            if (!running) return null;
            const payable = !paid && (position === 1 || before(position)?.state === "REPORT_ACCEPTED");
            if (payable) return open === `pay ${position}` ? <PayForm position={position} {...act} /> : button(`pay ${position}`, desk.pay(position));
            if (report?.state !== "REPORT_SUBMITTED") return null;
            return open === `decide ${position}` ? <DecideReportForm report={report} {...act} /> : button(`decide ${position}`, desk.decide(position));
          }} />
          <Amendments grant={grant} act={(amendment) => {
            const { position } = amendment;
            if (!running || amendment.state !== "AMENDMENT_ASKED") return null;
            return open === `answer ${position}` ? <AnswerAmendmentForm amendment={amendment} {...act} /> : button(`answer ${position}`, desk.answer(position));
          }} />
          {running && balancesOf(grant).advanced !== "0" && (open === "return" ? <ReturnForm {...act} /> : button("return", desk.return))}
        </div>
        <Agreement grant={grant} />
      </div>
      <Ledger grant={grant} />
    </>
  );
}

function Body({ dossier, first }: { dossier: Dossier; first: Grant | null }) {
  const words = useScoped(texts);
  const [{ grant, said, round }, setState] = useState({ grant: first, said: "", round: 0 });
  const onDone = (next: Grant, text: string) => setState({ grant: next, said: text, round: round + 1 });

  return (
    <Page title={grant ? words.of(grant.number) : words.title}
      above={<p class="back"><a href={`/office/dossiers/${dossier.applicationId}`} lang="pl">{dossier.title || dossier.number}</a></p>}>
      <Said key={`said ${round}`} text={said} />
      {grant ? <Desk key={`desk ${round}`} grant={grant} onDone={onDone} />
        : <OfferForm applicationId={dossier.applicationId} onDone={onDone} />}
    </Page>
  );
}

export function GrantDeskPage({ id = "" }: PathParameters) {
  const loaded = useResource(`grant desk ${id}`, async () => {
    const [dossier, grant] = await Promise.all([get("/v1/dossiers/{applicationId}", { path: { applicationId: id } }), loadGrant(id)]);
    return { dossier, grant };
  });

  return <LoadedPage resource={loaded}>{({ dossier, grant }) => <Body dossier={dossier} first={grant} />}</LoadedPage>;
}
