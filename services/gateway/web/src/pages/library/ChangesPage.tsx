/* What changed from one published version to the next, word by word. */
import { get } from "../../api/client";
import type { ChangePart } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { library } from "../../texts/library";

/* Said to screen readers, which mostly pass over <ins> and <del>. */
function Part({ part }: { part: ChangePart }) {
  const { changes: words } = useScoped(library);

  if (part.kind === "ADDED") return <ins><span class="unseen">[{words.added}: </span>{part.text}<span class="unseen">]</span></ins>;
  if (part.kind === "REMOVED") return <del><span class="unseen">[{words.removed}: </span>{part.text}<span class="unseen">]</span></del>;
  return <>{part.text}</>;
}

export function ChangesPage({ slug = "", number = "1" }: PathParameters) {
  const texts = useTexts();
  const { changes: words } = useScoped(library);
  const loaded = useResource(`changes ${slug} ${number}`, () =>
    get("/v1/catalogue/{slug}/versions/{number}/changes", { path: { slug, number: number as unknown as number }, query: {} } as never) as
      Promise<{ fields: { field: string; parts: ChangePart[] }[] }>);
  const nameOf = (field: string) => {
    const key = field.replace(/^text\./, "");
    return (texts.entry as unknown as Record<string, string>)[key] ?? key;
  };

  return (
    <LoadedPage resource={loaded}>
      {({ fields }) => (
        <Page title={words.title(Number(number))} above={<p class="back"><a href={`/catalogue/${slug}`}>{words.back}</a></p>}>
          <p class="lead">{fields.length === 0 ? words.none : words.lead}</p>
          {fields.map(({ field, parts }) => (
            <section key={field}>
              <h2>{nameOf(field)}</h2>
              <p class="changes" lang="pl">{parts.map((part, at) => <Part key={at} part={part} />)}</p>
            </section>
          ))}
        </Page>
      )}
    </LoadedPage>
  );
}
