/* What the certificate with the code of the address says. */
import { get } from "../../api/client";
import type { Certificate } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { certificates } from "../../texts/certificates";
import { CheckForm } from "./CheckPage";

function Found({ certificate }: { certificate: Certificate }) {
  const { language } = useLanguage();
  const { check, one } = useScoped(certificates);

  return (
    <Page title={one.title}>
      <p class="lead">{one.lead}</p>
      <Facts facts={[
        { name: one.name, value: <strong lang="pl">{certificate.name}</strong> },
        { name: one.call, value: <><Local text={certificate.callTitle} /> <span class="code">{certificate.callCode}</span></> },
        { name: one.cards, value: <strong>{certificate.cards}</strong> },
        { name: one.from, value: certificate.firstOn },
        { name: one.to, value: certificate.lastOn },
        certificate.issuedAt ? { name: one.issuedAt, value: formatMoment(certificate.issuedAt, language) } : null,
        { name: one.code, value: <span class="code">{certificate.code}</span> },
      ]} />
      <p class="act">
        <a class="button plain" href={`/v1/certificates/${certificate.code}/page?language=${language}`} target="_blank" rel="noopener">{one.print}</a>
        <a href="/certificates">{check.again}</a>
      </p>
      <details>
        <summary>{one.proof}</summary>
        <p>{one.proofLead}</p>
        <h2>{one.statement}</h2>
        <pre class="signed" tabIndex={0}>{certificate.statement}</pre>
        <h2>{one.signature}</h2>
        <pre class="signed" tabIndex={0}>{certificate.signature}</pre>
        <h2>{one.publicKey}</h2>
        <pre class="signed" tabIndex={0}>{certificate.publicKey}</pre>
      </details>
    </Page>
  );
}

export function CertificatePage({ code = "" }: PathParameters) {
  const { check } = useScoped(certificates);
  const loaded = useResource(`certificate ${code}`, () => get("/v1/certificates/{code}", { path: { code } }));

  if (loaded.state === "failed" && (loaded.problem.status === 404 || loaded.problem.status === 400))
    return <Page title={check.title} refused><CheckForm wrong /></Page>;
  return <LoadedPage resource={loaded}>{(certificate) => <Found certificate={certificate} />}</LoadedPage>;
}
