/* A place that became free, offered to the applicant: to accept or to decline, in time. */
import { useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Offer } from "../../api/shapes";
import { formatLastMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { remedies } from "../../texts/remedies";
import { titleOf } from "./HomePage";
import { loadWork, type Work } from "./work";

function Answer({ offer, onAnswered }: { offer: Offer; onAnswered: (offer: Offer) => void }) {
  const { offer: words } = useScoped(remedies);
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (accept: boolean) => {
    if (busy) return;
    setBusy(true);
    try {
      onAnswered(await post("/v1/applications/{applicationId}/offer", { path: { applicationId: offer.applicationId }, body: { accept } }));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
      dialog.current?.close();
    }
  };

  return (
    <>
      <Refusal problem={problem} />
      <p class="act">
        <button class="button" type="button" aria-disabled={busy} onClick={() => void send(true)}>{words.accept}</button>
        <button class="button plain" type="button" onClick={() => dialog.current?.showModal()}>{words.decline}</button>
      </p>
      <dialog class="dialog" ref={dialog} aria-labelledby="decline-title">
        <h2 id="decline-title" tabIndex={-1} autofocus>{words.declineTitle}</h2>
        <p>{words.declineLead}</p>
        <p class="act">
          <button class="button warning" type="button" aria-disabled={busy} onClick={() => void send(false)}>{words.declineYes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{words.declineNo}</button>
        </p>
      </dialog>
    </>
  );
}

function Body({ work, found }: { work: Work; found: Offer }) {
  const { language } = useLanguage();
  const { offer: words } = useScoped(remedies);
  const { home } = useScoped(apply);
  const [offer, setOffer] = useState(found);
  const open = offer.state === "OFFERED";

  return (
    <Page title={words.title} above={<p class="back"><a href={`/applications/${work.application.id}`}>{titleOf(work, home.untitled)}</a></p>}>
      <p class="lead" role="status">{open ? words.waits : words.state[offer.state]}</p>
      <Facts facts={[{ name: words.amount, value: <strong>{formatMoney(offer.grosze, language)}</strong> }]} />
      {open && offer.acceptUntil && <p>{words.until(formatLastMoment(offer.acceptUntil, language))}</p>}
      {open && <Answer offer={offer} onAnswered={setOffer} />}
    </Page>
  );
}

export function OfferPage({ id = "" }: PathParameters) {
  const { offer: words } = useScoped(remedies);
  const loaded = useResource(`offer ${id}`, async () => {
    const [work, offer] = await Promise.all([loadWork(id), get("/v1/applications/{applicationId}/offer", { path: { applicationId: id } })]);
    return { work, offer };
  });
  const none = loaded.state === "failed" && loaded.problem.status === 404;

  if (none)
    return (
      <Page title={words.title} above={<p class="back"><a href={`/applications/${id}`}>{words.title}</a></p>}>
        <p>{words.none}</p>
      </Page>
    );
  return <LoadedPage resource={loaded}>{({ work, offer }) => <Body work={work} found={offer} />}</LoadedPage>;
}
