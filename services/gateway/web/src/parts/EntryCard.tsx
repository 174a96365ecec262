import type { EntrySummary } from "../api/shapes";
import { formatDay } from "../format/moments";
import { regionName } from "../format/regions";
import { useLanguage } from "../language/context";

interface Props {
  entry: EntrySummary;
  /** The level that follows from where the card stands. */
  heading: "h2" | "h3";
}

/* The catalogue is written in Polish, whatever the language of the interface. */
export function EntryCard({ entry, heading: Heading }: Props) {
  const { language, texts } = useLanguage();

  return (
    <li class="card">
      <Heading lang="pl"><a href={`/catalogue/${entry.slug}`}>{entry.title}</a></Heading>
      <p class="summary" lang="pl">{entry.summary}</p>
      <p class="quiet">
        {entry.region && <span lang="pl">{regionName(entry.region)}</span>}
        {entry.region && entry.publishedAt && " · "}
        {entry.publishedAt && `${texts.catalogue.published} ${formatDay(entry.publishedAt, language)}`}
      </p>
    </li>
  );
}
