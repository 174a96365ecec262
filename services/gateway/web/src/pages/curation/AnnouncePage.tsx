/* News and events to announce; letters go by themselves. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Announcement, Topic } from "../../api/shapes";
import { slugsOf } from "../../format/names";
import { momentOf } from "../../format/warsaw";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { curation } from "../../texts/curation";
import { Radios } from "../apply/ApplicantFields";

const topics = ["EVENTS", "NEWS"] as const;
const fields = ["topic", "title", "text", "themes", "regions", "startsAt", "endsAt", "place", "url"];

const wording: Wording = ({ field, detail }) => [field.replace(/^text\./, "").replace(/\[\d+\]$/, ""), detail];

function AnnounceForm({ onAnnounced }: { onAnnounced: (made: Announcement) => void }) {
  const { news: words } = useScoped(curation);
  const [topic, setTopic] = useState<Topic>("EVENTS");
  const event = topic === "EVENTS";
  const submission = useSubmission(fields, async (value) => {
    const startsAt = event ? momentOf(value("startsAt")) : null;
    const endsAt = event ? momentOf(value("endsAt")) : null;
    const text = {
      topic, title: value("title").trim(), text: value("text").trim(), themes: slugsOf(value("themes")),
      regions: value("regions").split(",").map((each) => each.trim()).filter(Boolean), place: event ? value("place").trim() : "",
      url: value("url").trim(), ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}),
    };
    onAnnounced(await post("/v1/announcements", { body: { text } }));
  }, wording);
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.submit}>
        <Radios<Topic> id="topic" legend={words.topic} value={topic} errors={errors} onChange={setTopic}
          options={topics.map((each) => [each, words.topics[each] ?? each] as const)} />
        <TextField name="title" label={words.name} autocomplete="off" errors={errors} />
        <AreaField name="text" label={words.text} rows={6} errors={errors} />
        {event && (
          <>
            <TextField name="startsAt" type="datetime-local" label={words.startsAt} autocomplete="off" errors={errors} />
            <TextField name="endsAt" type="datetime-local" label={words.endsAt} autocomplete="off" errors={errors} />
            <TextField name="place" label={words.place} autocomplete="off" errors={errors} />
          </>
        )}
        <TextField name="url" type="url" label={words.url} autocomplete="off" errors={errors} />
        <TextField name="themes" label={words.themes} autocomplete="off" errors={errors} />
        <TextField name="regions" label={words.regions} autocomplete="off" errors={errors} />
      </Form>
    </>
  );
}

function Desk({ first }: { first: Announcement[] }) {
  const { news: words } = useScoped(curation);
  const [{ list, said }, setState] = useState({ list: first, said: "" });
  const [problem, setProblem] = useState<Problem | null>(null);
  const takeBack = (id: string) => remove("/v1/announcements/{announcementId}", { path: { announcementId: id } }).then(
    () => setState({ list: list.filter((each) => each.id !== id), said: "" }), (error: unknown) => setProblem(asProblem(error)));

  return (
    <>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <AnnounceForm key={list.length} onAnnounced={(made) => setState({ list: [made, ...list], said: words.announced })} />
      <section aria-labelledby="announced">
        <h2 id="announced">{words.list}</h2>
        <Refusal problem={problem} />
        {list.length === 0 && <p>{words.none}</p>}
        <ul class="rows">
          {list.map(({ id, text }) => (
            <li key={id} class="work-item">
              <p lang="pl">{text?.title}</p>
              <button class="button plain small" type="button" onClick={() => void takeBack(id)}>
                {words.remove}<span class="unseen">: {text?.title}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

async function load() {
  const [{ announcements }, { topics: counts }] = await Promise.all([
    get("/v1/announcements", { query: { limit: 50 } }), get("/v1/subscriptions", {})]);
  const countOf = (topic: Topic) => counts.find((each) => each.topic === topic)?.subscribers ?? 0;
  return { announcements, news: countOf("NEWS"), events: countOf("EVENTS") };
}

export function AnnouncePage() {
  const { news: words, list } = useScoped(curation);
  const loaded = useResource("announce", load);

  return (
    <LoadedPage resource={loaded}>
      {({ announcements, news, events }) => (
        <Page title={words.title} above={<p class="back"><a href="/editor">{list.title}</a></p>}>
          <p class="lead">{words.lead}</p>
          <p class="quiet">{words.counts(news, events)}</p>
          <Desk first={announcements} />
        </Page>
      )}
    </LoadedPage>
  );
}
