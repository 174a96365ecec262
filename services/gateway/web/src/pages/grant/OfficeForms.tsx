/* What the office does with a grant: offers it, notes signatures, payments and money that came back, decides
 * on reports and amendments. Each form stands alone on the page while it is open. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Grant, GrantAmendment, GrantReport } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { parseHundredths } from "../../form/numbers";
import { formatMoney, plainHundredths } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Submission, type Wording } from "../../parts/form";
import { AreaField } from "../../parts/moreFields";
import { grant as texts } from "../../texts/grant";
import { Radios } from "../apply/ApplicantFields";
import { sendSigned, SignedFileField } from "../together/signedFile";
import { refuse, type ActProps } from "./GranteeForms";

const grosze = (amount: bigint | null) => String(amount ?? 0n) as Integer64;

/* "tranches[1].amountGrosze" -> "amount-2": the API names places in a list, the page its entries. */
function useWording(): Wording {
  const { desk } = useScoped(texts);

  return ({ field, detail }) => {
    const place = /^tranches\[(\d+)\]\.(amountGrosze|reportDueOn)$/.exec(field);
    const id = place ? `${place[2] === "amountGrosze" ? "amount" : "due"}-${Number(place[1]) + 1}` : field;
    const money = /grosze$/i.test(id) || id.startsWith("amount-");
    return [id, detail || (id === "outcome" ? desk.chooseOutcome : money ? desk.amountWrong : desk.required)];
  };
}

interface FrameProps {
  title: string;
  /** Of what stands under no other heading. */
  level?: "h2" | "h3";
  lead?: string;
  submission: Submission;
  button: string;
  onCancel?: () => void;
  children: ComponentChildren;
}

function FormFrame({ title, level: Heading = "h3", lead, submission, button, onCancel, children }: FrameProps) {
  const words = useScoped(texts);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (onCancel) heading.current?.focus();
  }, []);
  return (
    <section aria-labelledby="act">
      <Heading id="act" tabIndex={-1} ref={heading}>{title}</Heading>
      {lead && <p>{lead}</p>}
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={button}>{children}</Form>
      {onCancel && <p><button class="button plain" type="button" onClick={onCancel}>{words.cancel}</button></p>}
    </section>
  );
}

interface Props extends ActProps {
  onCancel: () => void;
}

/* ---- offering ---- */

const TRANCHES_MAX = 12;

export function OfferForm({ applicationId, onDone }: { applicationId: string; onDone: (next: Grant, said: string) => void }) {
  const { desk } = useScoped(texts);
  const [count, setCount] = useState(2);
  const positions = Array.from({ length: count }, (_, index) => index + 1);
  const fields = ["number", "ownShareGrosze", "startsOn", "endsOn", "acceptOn", "tranches", ...positions.flatMap((each) => [`amount-${each}`, `due-${each}`])];
  const submission = useSubmission(fields, async (value) => {
    const share = value("ownShareGrosze").trim() === "" ? 0n : parseHundredths(value("ownShareGrosze"));
    const amounts = positions.map((each) => parseHundredths(value(`amount-${each}`)));
    refuse([...["number", "startsOn", "endsOn", "acceptOn"].map((each) => value(each).trim() === "" && each), share === null && "ownShareGrosze",
      ...positions.flatMap((each, index) => [!amounts[index] && `amount-${each}`, value(`due-${each}`) === "" && `due-${each}`])]);
    onDone(await post("/v1/applications/{applicationId}/grant", {
      path: { applicationId },
      body: {
        number: value("number").trim(), ownShareGrosze: grosze(share), startsOn: value("startsOn"), endsOn: value("endsOn"), acceptOn: value("acceptOn"),
        tranches: positions.map((each, index) => ({ amountGrosze: grosze(amounts[index] ?? 0n), reportDueOn: value(`due-${each}`) })),
      },
    }), desk.offered);
  }, useWording());
  const { errors } = submission;

  return (
    <FormFrame level="h2" title={desk.offer} lead={desk.offerLead} submission={submission} button={desk.offerSubmit}>
      <TextField name="number" label={desk.number} autocomplete="off" errors={errors} />
      <TextField name="startsOn" type="date" label={desk.startsOn} autocomplete="off" errors={errors} />
      <TextField name="endsOn" type="date" label={desk.endsOn} autocomplete="off" errors={errors} />
      <TextField name="acceptOn" type="date" label={desk.acceptOn} autocomplete="off" errors={errors} />
      <TextField name="ownShareGrosze" label={desk.ownShare} help={desk.ownShareHelp} autocomplete="off" errors={errors} />
      <div id="tranches" tabIndex={-1}>
        {errors.tranches && <p class="error">{errors.tranches}</p>}
        {positions.map((each) => (
          <div key={each} class="pair">
            <TextField name={`amount-${each}`} label={desk.trancheAmount(each)} autocomplete="off" errors={errors} />
            <TextField name={`due-${each}`} type="date" label={desk.trancheDue(each)} autocomplete="off" errors={errors} />
          </div>
        ))}
        <p class="act">
          {count < TRANCHES_MAX && <button class="button plain small" type="button" onClick={() => setCount(count + 1)}>{desk.addTranche}</button>}
          {count > 1 && <button class="button plain small" type="button" onClick={() => setCount(count - 1)}>{desk.removeTranche(count)}</button>}
        </p>
      </div>
    </FormFrame>
  );
}

/* ---- signatures ---- */

export function SignForm({ grant, onDone, onCancel }: Props) {
  const { desk } = useScoped(texts);
  const [file, setFile] = useState<File | null>(null);
  const submission = useSubmission(["signedOn", "signedFileId", "signedDigest"], async (value) => {
    const signedDigest = value("signedDigest").replaceAll(/\s/g, "").toLowerCase();
    refuse([value("signedOn") === "" && "signedOn", signedDigest === "" && !file && "signedDigest"]);
    const signedFileId = file ? (await sendSigned(grant.applicationId, "SIGNED_GRANT", file)).id : "";
    onDone(await post("/v1/applications/{applicationId}/grant/sign", {
      path: { applicationId: grant.applicationId }, body: { signedOn: value("signedOn"), signedDigest, signedFileId },
    }), desk.signed);
  }, useWording());

  return (
    <FormFrame level="h2" title={desk.sign} lead={desk.signLead} submission={submission} button={desk.sign} onCancel={onCancel}>
      <TextField name="signedOn" type="date" label={desk.signedOn} autocomplete="off" errors={submission.errors} />
      <SignedFileField errors={submission.errors} onChange={setFile} />
      <TextField name="signedDigest" label={desk.digest} help={desk.digestHelp} autocomplete="off" errors={submission.errors} />
    </FormFrame>
  );
}

/* ---- money out and back ---- */

export function PayForm({ grant, position, onDone, onCancel }: Props & { position: number }) {
  const { desk } = useScoped(texts);
  const submission = useSubmission(["document"], async (value) => {
    const document = value("document").trim();
    refuse([document === "" && "document"]);
    onDone(await post("/v1/applications/{applicationId}/grant/tranches/{position}/pay", {
      path: { applicationId: grant.applicationId, position }, body: { document },
    }), desk.paid);
  }, useWording());

  return (
    <FormFrame title={desk.pay(position)} submission={submission} button={desk.paySubmit} onCancel={onCancel}>
      <TextField name="document" label={desk.document} autocomplete="off" errors={submission.errors} />
    </FormFrame>
  );
}

export function ReturnForm({ grant, onDone, onCancel }: Props) {
  const { desk } = useScoped(texts);
  const submission = useSubmission(["amountGrosze", "document"], async (value) => {
    const amount = parseHundredths(value("amountGrosze"));
    const document = value("document").trim();
    refuse([!amount && "amountGrosze", document === "" && "document"]);
    onDone(await post("/v1/applications/{applicationId}/grant/returns", {
      path: { applicationId: grant.applicationId }, body: { amountGrosze: grosze(amount), document },
    }), desk.returned);
  }, useWording());

  return (
    <FormFrame title={desk.return} submission={submission} button={desk.return} onCancel={onCancel}>
      <TextField name="amountGrosze" label={desk.returnAmount} autocomplete="off" errors={submission.errors} />
      <TextField name="document" label={desk.document} autocomplete="off" errors={submission.errors} />
    </FormFrame>
  );
}

/* ---- decisions ---- */

type Outcome = "yes" | "no";

export function DecideReportForm({ grant, report, onDone, onCancel }: Props & { report: GrantReport }) {
  const { language } = useLanguage();
  const { desk } = useScoped(texts);
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const [file, setFile] = useState<File | null>(null);
  const { position } = report;
  const submission = useSubmission(["outcome", "acceptedGrosze", "protocolNumber", "protocolSignedOn", "protocolFileId", "reason", "mendOn"], async (value) => {
    const accept = outcome === "yes";
    const accepted = accept ? parseHundredths(value("acceptedGrosze")) : 0n;
    refuse([outcome === "" && "outcome", accepted === null && "acceptedGrosze",
      outcome === "no" && value("reason").trim() === "" && "reason", outcome === "no" && value("mendOn") === "" && "mendOn"]);
    const protocolFileId = accept && file ? (await sendSigned(grant.applicationId, "SIGNED_PROTOCOL", file)).id : "";
    onDone(await post("/v1/applications/{applicationId}/grant/reports/{position}/decide", {
      path: { applicationId: grant.applicationId, position },
      body: {
        protocolFileId,
        accept, acceptedGrosze: grosze(accepted), protocolNumber: accept ? value("protocolNumber").trim() : "",
        protocolSignedOn: accept ? value("protocolSignedOn") : "", reason: value("reason").trim(), mendOn: accept ? "" : value("mendOn"),
      },
    }), desk.decided);
  }, useWording());
  const { errors } = submission;

  return (
    <FormFrame title={desk.decide(position)} submission={submission} button={desk.decideSubmit} onCancel={onCancel}>
      <Radios<Outcome> id="outcome" legend={desk.outcome} value={outcome} errors={errors} onChange={setOutcome}
        options={[["yes", desk.accept], ["no", desk.sendBack]] as const} />
      {outcome === "yes" && (
        <>
          <TextField name="acceptedGrosze" label={desk.accepted} help={desk.acceptedHelp(formatMoney(report.spentGrosze, language))}
            value={plainHundredths(report.spentGrosze, language)} autocomplete="off" errors={errors} />
          <TextField name="protocolNumber" label={desk.protocolNumber} autocomplete="off" errors={errors} />
          <TextField name="protocolSignedOn" type="date" label={desk.protocolSignedOn} autocomplete="off" errors={errors} />
          <SignedFileField name="protocolFileId" label={desk.protocolFile} errors={errors} onChange={setFile} />
        </>
      )}
      {outcome !== "" && <AreaField name="reason" label={outcome === "no" ? desk.reasonMend : desk.reason} errors={errors} />}
      {outcome === "no" && <TextField name="mendOn" type="date" label={desk.mendOn} autocomplete="off" errors={errors} />}
    </FormFrame>
  );
}

export function AnswerAmendmentForm({ grant, amendment, onDone, onCancel }: Props & { amendment: GrantAmendment }) {
  const { desk } = useScoped(texts);
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const { position } = amendment;
  const submission = useSubmission(["outcome", "number", "reason"], async (value) => {
    const agree = outcome === "yes";
    refuse([outcome === "" && "outcome", agree && value("number").trim() === "" && "number",
      outcome === "no" && value("reason").trim() === "" && "reason"]);
    onDone(await post("/v1/applications/{applicationId}/grant/amendments/{position}/decide", {
      path: { applicationId: grant.applicationId, position },
      body: { agree, number: agree ? value("number").trim() : "", reason: value("reason").trim() },
    }), desk.answered);
  }, useWording());
  const { errors } = submission;

  return (
    <FormFrame title={desk.answer(position)} submission={submission} button={desk.decideSubmit} onCancel={onCancel}>
      <Radios<Outcome> id="outcome" legend={desk.outcome} value={outcome} errors={errors} onChange={setOutcome}
        options={[["yes", desk.agree], ["no", desk.refuse]] as const} />
      {outcome === "yes" && <TextField name="number" label={desk.amendmentNumber} autocomplete="off" errors={errors} />}
      {outcome !== "" && <AreaField name="reason" label={outcome === "no" ? desk.refusalReason : desk.reason} errors={errors} />}
    </FormFrame>
  );
}
