import type { Policy } from "../../api/shapes";

/* "uchwala.pdf?v=2" -> "PDF"; "" of an address that names no kind of file. */
function formatOf(url: string): string {
  return /\.(pdf|docx?|xlsx?|odt|ods|odp|pptx?|csv|json|zip|epub|jpe?g|png|txt)$/i.exec(url.replace(/[?#].*$/, ""))?.[1]?.toUpperCase() ?? "";
}

/** The files that show it, with the digest of what was seen. */
export function EvidenceFiles({ policy }: { policy: Policy }) {
  const files = policy.text?.files ?? [];

  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map(({ title, url, sha256, seenOn }) => (
        <li key={url}>
          <a href={url} rel="noreferrer" lang="pl">{title}</a>{formatOf(url) && ` (${formatOf(url)})`}
          {seenOn && <span class="quiet"> {seenOn}</span>}
          {sha256 && <details><summary>SHA-256</summary><code>{sha256}</code></details>}
        </li>
      ))}
    </ul>
  );
}
