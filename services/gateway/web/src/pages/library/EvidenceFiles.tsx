import type { Policy } from "../../api/shapes";

/** The files that show it, with the digest of what was seen. */
export function EvidenceFiles({ policy }: { policy: Policy }) {
  const files = policy.text?.files ?? [];

  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map(({ title, url, sha256, seenOn }) => (
        <li key={url}>
          <a href={url} rel="noreferrer" lang="pl">{title}</a>
          {seenOn && <span class="quiet"> {seenOn}</span>}
          {sha256 && <details><summary>SHA-256</summary><code>{sha256}</code></details>}
        </li>
      ))}
    </ul>
  );
}
