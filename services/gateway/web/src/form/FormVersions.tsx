/* The versions of a form: what its editors said of each, and what changed, question by question. */
import type { FormField, FormVersion } from "../api/shapes";
import { formatMoment } from "../format/moments";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { localLanguage, localText, Prose } from "../parts/Local";
import { versions as texts } from "../texts/versions";
import { changesOf, isNothing } from "./changes";

function Questions({ name, fields }: { name: string; fields: readonly FormField[] }) {
  const { language } = useLanguage();

  if (fields.length === 0) return null;
  return (
    <li>
      {name}: {fields.map(({ key, label }, at) => (
        <>{at > 0 && "; "}<span key={key} lang={localLanguage(label, language)}>{localText(label, language)}</span></>
      ))}
    </li>
  );
}

function Changes({ before, after }: { before: FormVersion; after: FormVersion }) {
  const words = useScoped(texts);
  const changes = changesOf(before.form, after.form);

  if (isNothing(changes)) return <p class="quiet">{words.onlyOrder}</p>;
  return (
    <ul>
      <Questions name={words.added} fields={changes.added} />
      <Questions name={words.retired} fields={changes.retired} />
      <Questions name={words.changed} fields={changes.changed} />
      <Questions name={words.reworded} fields={changes.reworded} />
    </ul>
  );
}

interface Props {
  /** The newest first, as they come. */
  versions: readonly FormVersion[];
  /** Only those after this one are shown. */
  after?: number;
  heading: "h3" | "h4";
}

export function FormVersions({ versions, after = 0, heading: Heading }: Props) {
  const { language } = useLanguage();
  const words = useScoped(texts);

  return (
    <>
      {versions.map((version, at) => {
        const before = versions[at + 1];
        if (version.version <= after) return null;
        return (
          <section key={version.version}>
            <Heading>{words.version(version.version)}{version.announcedAt && `, ${formatMoment(version.announcedAt, language)}`}</Heading>
            {version.note && <Prose text={localText(version.note, language)} language={localLanguage(version.note, language)} />}
            {before ? <Changes before={before} after={version} /> : version.version === 1 && <p class="quiet">{words.first}</p>}
          </section>
        );
      })}
    </>
  );
}
