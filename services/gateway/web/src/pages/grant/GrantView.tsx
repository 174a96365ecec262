/* A grant as both sides read it: whose turn it is, the agreement, where its money is, each tranche with its
 * report, amendments, the ledger. */
import type { ComponentChildren } from "preact";
import type { Grant, GrantAmendment, GrantReport, GrantTranche, LedgerEntry, SpendingLine } from "../../api/shapes";
import { csvOf } from "../../format/csv";
import { formatDate, formatDay, formatLastMoment, formatMoment } from "../../format/moments";
import { formatCount, formatMoney, plainHundredths } from "../../format/numbers";
import type { Language } from "../../language/languages";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Prose } from "../../parts/Local";
import { saveText } from "../../parts/saveFile";
import { Table, type Column } from "../../parts/Table";
import { grant as texts } from "../../texts/grant";
import { SignedFileLink } from "../together/signedFile";
import type { GrantTexts } from "../../texts/grant/pl";
import { balancesOf, isLate, reportOf, turnOf, type Balances } from "./standing";

/* ---- whose turn it is ---- */

function sentence(grant: Grant, office: boolean, words: GrantTexts["turn"], language: Language): string {
  const turn = turnOf(grant, Date.now());
  const until = "until" in turn && turn.until ? formatLastMoment(turn.until, language) : "";

  switch (turn.what) {
    case "sign": return office ? words.signOffice(until) : words.sign(until);
    case "report": return (office ? turn.late ? words.officeReportLate : words.officeReport
      : turn.late ? words.reportLate : words.report)(turn.position, until);
    case "mend": return (office ? turn.late ? words.officeMendLate : words.officeMend
      : turn.late ? words.mendLate : words.mend)(turn.position, until);
    case "return": return (office ? words.officeReturn : words.return)(formatMoney(turn.amount, language));
    case "pay": return (office ? words.officePay : words.pay)(turn.position);
    case "decide": return (office ? words.officeDecide : words.decide)(turn.position);
    case "closed": return words.closed;
    case "declined": return words.declined;
  }
}

export function Turn({ grant, office = false }: { grant: Grant; office?: boolean }) {
  const { language } = useLanguage();
  const { turn } = useScoped(texts);

  return <p class="lead"><strong>{sentence(grant, office, turn, language)}</strong></p>;
}

/* ---- the agreement ---- */

export function Agreement({ grant }: { grant: Grant }) {
  const { language } = useLanguage();
  const words = useScoped(texts);
  const { agreed } = balancesOf(grant);

  return (
    <section class="aside" aria-labelledby="agreement">
      <h2 id="agreement">{words.facts}</h2>
      <Facts facts={[
        { name: words.number, value: <span class="code">{grant.number}</span> },
        { name: words.state, value: words.states[grant.state] },
        { name: words.amount, value: <strong>{formatMoney(agreed, language)}</strong>,
          help: agreed === grant.amountGrosze ? undefined : words.amountFirst(formatMoney(grant.amountGrosze, language)) },
        grant.ownShareGrosze === "0" ? null : { name: words.ownShare, value: formatMoney(grant.ownShareGrosze, language) },
        { name: words.period, value: words.fromTo(formatDate(grant.startsOn, language), formatDate(grant.endsOn, language)) },
        grant.signedOn ? { name: words.signedOn, value: formatDate(grant.signedOn, language) } : null,
        grant.signedDigest ? { name: words.digest, value: <><code class="long">{grant.signedDigest}</code> <SignedFileLink id={grant.signedFileId} /></>,
          help: words.digestHelp } : null,
      ]} />
    </section>
  );
}

/* ---- where the money is ---- */

const places: readonly Exclude<keyof Balances, "agreed">[] = ["toPay", "advanced", "accepted", "returned", "released"];

/* The parts never go through a fraction: a width is a whole per mille. */
function perMille(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1000n) / whole);
}

export function BalancesView({ balances }: { balances: Balances }) {
  const { language } = useLanguage();
  const words = useScoped(texts);
  const whole = BigInt(balances.agreed);

  return (
    <section aria-labelledby="balances">
      <h2 id="balances">{words.balances}</h2>
      <div class="bars">
        {places.filter((place) => balances[place] !== "0").map((place) => (
          <div key={place} class="bar">
            <p><strong>{formatMoney(balances[place], language)}</strong> {words.balance[place]}</p>
            <svg width="100%" height="18" aria-hidden="true" focusable="false">
              <rect class="track" width="100%" height="18" rx="4" />
              <rect class="fill" width={`${perMille(BigInt(balances[place]), whole) / 10}%`} height="18" rx="4" />
            </svg>
          </div>
        ))}
      </div>
    </section>
  );
}

/* ---- tranches, each with its report ---- */

function Statement({ lines, position }: { lines: readonly SpendingLine[]; position: number }) {
  const { language } = useLanguage();
  const { write } = useScoped(texts);

  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{write.statement}<span class="unseen">, {position}</span></summary>
      <Table wide caption={write.statement} quietCaption rows={lines.map((line, index) => ({ ...line, index }))} keyOf={({ index }) => String(index)}
        columns={[
          { title: write.item, header: true, value: ({ item }) => <span lang="pl">{item}</span> },
          { title: write.document, value: ({ document }) => <span class="code">{document}</span> },
          { title: write.paidOn, value: ({ paidOn }) => formatDate(paidOn, language) },
          { title: write.lineAmount, numeric: true, value: ({ amountGrosze }) => formatMoney(amountGrosze, language) },
        ]} />
    </details>
  );
}

function Report({ report }: { report: GrantReport }) {
  const { language } = useLanguage();
  const words = useScoped(texts);
  const accepted = report.state === "REPORT_ACCEPTED";

  return (
    <>
    <Facts facts={[
      !accepted && report.dueUntil ? { name: words.reportDue, value: formatLastMoment(report.dueUntil, language) } : null,
      report.overdue || isLate(report, Date.now()) ? { name: words.overdue, value: words.yes } : null,
      report.submittedAt ? { name: words.submittedAt, value: formatMoment(report.submittedAt, language) } : null,
      report.submittedAt ? { name: words.spent, value: formatMoney(report.spentGrosze, language) } : null,
      accepted ? { name: words.acceptedAmount, value: formatMoney(report.acceptedGrosze, language) } : null,
      report.submittedAt ? { name: words.participants, value: formatCount(report.participants, language) } : null,
      report.summary ? { name: words.summary, value: <Prose text={report.summary} language="pl" /> } : null,
      report.decisionReason ? { name: report.state === "REPORT_TO_MEND" ? words.toMend : words.decisionReason,
        value: <Prose text={report.decisionReason} language="pl" /> } : null,
      report.protocolNumber ? { name: words.protocol, value: (
        <>
          {words.protocolOf(report.protocolNumber, formatDate(report.protocolSignedOn, language))} <SignedFileLink id={report.protocolFileId} />
          {report.protocolDigest && <><br /><code class="long">{report.protocolDigest}</code></>}
        </>
      ) } : null,
    ]} />
    <Statement lines={report.statement?.lines ?? []} position={report.position} />
    </>
  );
}

interface TranchesProps {
  grant: Grant;
  /** What may be done with a tranche. */
  act?: (tranche: GrantTranche, report: GrantReport | undefined) => ComponentChildren;
}

export function Tranches({ grant, act }: TranchesProps) {
  const { language } = useLanguage();
  const words = useScoped(texts);

  return (
    <section aria-labelledby="tranches">
      <h2 id="tranches">{words.tranches}</h2>
      <ul class="rows">
        {grant.tranches.map((tranche) => {
          const report = reportOf(grant, tranche);
          return (
            <li key={tranche.position}>
              <h3>{words.tranche(tranche.position, formatMoney(tranche.amountGrosze, language))}</h3>
              <p>
                {tranche.paid && tranche.paidAt ? words.paidAt(formatDay(tranche.paidAt, language)) : words.unpaid}
                {" · "}{tranche.position === grant.tranches.length ? words.final : words.interim}
                {tranche.paid && report && <>{" "}<span class="tag">{words.report[report.state]}</span></>}
              </p>
              {report && grant.state !== "GRANT_DECLINED" && <Report report={report} />}
              {act?.(tranche, report)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/* ---- amendments ---- */

function changeText(amendment: GrantAmendment, words: GrantTexts, language: Language): string {
  const change = BigInt(amendment.changeGrosze);
  if (change === 0n) return words.noChange;
  return `${change > 0n ? "+" : ""}${formatMoney(change, language)}`;
}

interface AmendmentsProps {
  grant: Grant;
  act?: (amendment: GrantAmendment) => ComponentChildren;
  children?: ComponentChildren;
}

export function Amendments({ grant, act, children }: AmendmentsProps) {
  const { language } = useLanguage();
  const words = useScoped(texts);

  return (
    <section aria-labelledby="amendments">
      <h2 id="amendments">{words.amendments}</h2>
      {grant.amendments.length === 0 && <p>{words.noAmendments}</p>}
      <ul class="rows">
        {grant.amendments.map((each) => (
          <li key={each.position}>
            <h3>{words.amendment(each.position)} <span class="tag">{words.amendmentStates[each.state]}</span></h3>
            <Facts facts={[
              { name: words.change, value: changeText(each, words, language) },
              each.endsOn ? { name: words.newEnd, value: formatDate(each.endsOn, language) } : null,
              each.reason ? { name: words.reason, value: <Prose text={each.reason} language="pl" /> } : null,
              each.number ? { name: words.amendmentNumber, value: <span class="code">{each.number}</span> } : null,
              each.decisionReason ? { name: words.answer, value: <Prose text={each.decisionReason} language="pl" /> } : null,
            ]} />
            {act?.(each)}
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

/* ---- the ledger ---- */

function ledgerRows(grant: Grant, words: GrantTexts, language: Language): string[][] {
  const { entry, kinds } = words;
  return [
    [entry.serial, entry.at, entry.kind, entry.amount, entry.document, entry.agreed, ...places.map((place) => entry[place])],
    ...grant.ledger.map((each) => [String(each.serial), each.at ?? "", kinds[each.kind] ?? "", plainHundredths(each.amountGrosze, language),
      each.document, plainHundredths(each.agreed, language), ...places.map((place) => plainHundredths(each[place], language))]),
  ];
}

export function Ledger({ grant }: { grant: Grant }) {
  const { language } = useLanguage();
  const words = useScoped(texts);
  const { entry } = words;
  const money = (key: keyof Balances): Column<LedgerEntry> =>
    ({ title: entry[key], numeric: true, value: (each) => formatMoney(each[key], language) });

  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">{words.ledger}</h2>
      {grant.ledger.length === 0 ? <p>{words.noLedger}</p> : (
        <>
          <p>{words.ledgerLead}</p>
          <Table wide caption={words.entries} quietCaption rows={grant.ledger} keyOf={({ serial }) => String(serial)} columns={[
            { title: entry.serial, numeric: true, value: ({ serial }) => serial },
            { title: entry.kind, header: true, value: ({ kind }) => words.kinds[kind] },
            { title: entry.at, value: ({ at }) => at ? formatDay(at, language) : "" },
            { title: entry.amount, numeric: true, value: (each) => formatMoney(each.amountGrosze, language) },
            { title: entry.document, value: (each) => <span class="code">{each.document}</span> },
            money("agreed"), ...places.map(money),
          ]} />
          <p class="act">
            <button class="button plain" type="button"
              onClick={() => saveText(words.file(grant.number.replace(/[^\w-]/g, "-")), csvOf(ledgerRows(grant, words, language), language))}>
              {words.download}
            </button>
          </p>
        </>
      )}
    </section>
  );
}
