/* How somebody is told: what by e-mail and when, quiet hours, collected letters, muted calls, the feed. */
import { useState } from "preact/hooks";
import { get, put, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Call, EventPreference, NotificationSettings } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { notices } from "../../texts/notices";
import { Channels, loadChannels } from "./Channels";
import { Feed, loadFeed } from "./Feed";

const frequencies = ["IMMEDIATELY", "DAILY", "WEEKLY", "NEVER"] as const;
type Frequency = typeof frequencies[number];

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutesOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
};

/* Beside mail there is at once or not at all. */
function EventField({ event, name }: { event: EventPreference; name: string }) {
  const { language } = useLanguage();
  const words = useScoped(notices);
  const offered = event.channel === "E_MAIL" ? frequencies : frequencies.filter((each) => each === "IMMEDIATELY" || each === "NEVER");

  return (
    <div class="field">
      <label for={name}>{localText(event.title, language)}</label>
      <select id={name} name={name} defaultValue={event.frequency}>
        {offered.map((each) => (
          <option key={each} value={each} selected={each === event.frequency}>{words.frequency[each]}</option>
        ))}
      </select>
    </div>
  );
}

const fieldOf = ({ event, channel }: EventPreference) => `${event} ${channel}`;

interface Props {
  settings: NotificationSettings;
  onSaved: (settings: NotificationSettings) => void;
}

function Choices({ settings, onSaved }: Props) {
  const words = useScoped(notices);
  const chosen = settings.events.filter(({ mandatory }) => !mandatory);
  const fixed = settings.events.filter(({ mandatory, channel }) => mandatory && channel === "E_MAIL");
  const others = ([["SMS", "sms"], ["E_DELIVERY", "e-delivery"]] as const)
    .filter(([channel]) => chosen.some((event) => event.channel === channel))
    .map(([channel, name]) => [channel, words.channelName[name] ?? name] as const);
  const submission = useSubmission(["quietFrom", "quietUntil", "digestHour", "digestWeekday"], async (value) =>
    onSaved(await put("/v1/me/notification-settings", {
      body: {
        events: chosen.map((each) => ({ event: each.event, channel: each.channel, frequency: value(fieldOf(each)) as Frequency })),
        quietFrom: minutesOf(value("quietFrom")),
        quietUntil: minutesOf(value("quietUntil")),
        digestHour: Number(value("digestHour")),
        digestWeekday: Number(value("digestWeekday")),
        mutedCallIds: settings.mutedCallIds,
        version: settings.version,
      },
    })));

  return (
    <section aria-labelledby="events">
      <h2 id="events">{words.events}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.save}>
        {chosen.filter(({ channel }) => channel === "E_MAIL")
          .map((event) => <EventField key={fieldOf(event)} event={event} name={fieldOf(event)} />)}
        {others.map(([channel, name]) => (
          <details key={channel}>
            <summary>{words.eventsBy(name)}</summary>
            {chosen.filter((event) => event.channel === channel)
              .map((event) => <EventField key={fieldOf(event)} event={event} name={fieldOf(event)} />)}
          </details>
        ))}
        <details>
          <summary>{words.mandatory}</summary>
          <ul>{fixed.map(({ event, title }) => <li key={event}><Local text={title} /></li>)}</ul>
        </details>
        <fieldset class="field">
          <legend>{words.quiet}</legend>
          <p class="quiet" id="quiet-help">{words.quietHelp}</p>
          <div class="field">
            <label for="quietFrom">{words.quietFrom}</label>
            <input id="quietFrom" name="quietFrom" type="time" defaultValue={clock(settings.quietFrom)} aria-describedby="quiet-help" />
          </div>
          <div class="field">
            <label for="quietUntil">{words.quietUntil}</label>
            <input id="quietUntil" name="quietUntil" type="time" defaultValue={clock(settings.quietUntil)} aria-describedby="quiet-help" />
          </div>
        </fieldset>
        <fieldset class="field">
          <legend>{words.digest}</legend>
          <div class="field">
            <label for="digestHour">{words.digestHour}</label>
            <select id="digestHour" name="digestHour">
              {Array.from({ length: 23 }, (_, index) => index + 1).map((hour) => (
                <option key={hour} value={hour} selected={hour === (settings.digestHour || 8)}>{clock(hour * 60)}</option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="digestWeekday">{words.digestDay}</label>
            <select id="digestWeekday" name="digestWeekday">
              {words.days.map((day, index) => (
                <option key={day} value={index + 1} selected={index + 1 === (settings.digestWeekday || 1)}>{day}</option>
              ))}
            </select>
          </div>
        </fieldset>
      </Form>
    </section>
  );
}

function LetterLanguage({ locale }: { locale: string }) {
  const words = useScoped(notices);
  const [said, setSaid] = useState("");
  const submission = useSubmission(["locale"], async (value) => {
    await put("/v1/me/language", { body: { locale: value("locale") } });
    setSaid(words.languageSaved);
  });

  return (
    <section aria-labelledby="language">
      <h2 id="language">{words.language}</h2>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.languageSave}>
        <div class="field">
          <label for="locale">{words.languageOf}</label>
          <select id="locale" name="locale">
            <option value="pl" lang="pl" selected={locale !== "en"}>polski</option>
            <option value="en" lang="en" selected={locale === "en"}>English</option>
          </select>
        </div>
      </Form>
    </section>
  );
}

function Muted({ settings, calls, onSaved }: Props & { calls: Call[] }) {
  const { language } = useLanguage();
  const words = useScoped(notices);
  const [problem, setProblem] = useState<Problem | null>(null);
  const titleOf = (id: string) => localText(calls.find((call) => call.id === id)?.definition?.title, language) || id;
  const unmute = (callId: string) => remove("/v1/calls/{callId}/mute", { path: { callId } })
    .then(onSaved, (error: unknown) => setProblem(asProblem(error)));

  return (
    <section aria-labelledby="muted">
      <h2 id="muted">{words.muted}</h2>
      {settings.mutedCallIds.length === 0 && <p>{words.mutedNone}</p>}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      <ul class="rows">
        {settings.mutedCallIds.map((id) => (
          <li key={id} class="work-item">
            <a href={`/calls/${id}`}>{titleOf(id)}</a>
            <button class="button plain small" type="button" onClick={() => void unmute(id)}>
              {words.unmute}<span class="unseen">: {titleOf(id)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function load() {
  const [settings, feed, channels, account] = await Promise.all([
    get("/v1/me/notification-settings", {}), loadFeed(), loadChannels(), get("/v1/me", {})]);
  const calls = await Promise.all(settings.mutedCallIds.map((callId) =>
    get("/v1/calls/{callId}", { path: { callId } }).catch(() => null)));
  return { settings, feed, channels, locale: account.locale, calls: calls.filter((call) => call !== null) };
}

function Body({ first }: { first: Awaited<ReturnType<typeof load>> }) {
  const words = useScoped(notices);
  const [settings, setSettings] = useState(first.settings);
  const [said, setSaid] = useState("");
  const onSaved = (next: NotificationSettings) => {
    setSettings(next);
    setSaid(words.saved);
  };

  return (
    <Page title={words.title} above={<p class="back"><a href="/me">{words.back}</a></p>}>
      <p class="lead">{words.lead}</p>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Choices key={settings.version} settings={settings} onSaved={onSaved} />
      <LetterLanguage locale={first.locale} />
      <Channels first={first.channels} onChanged={() => setSaid(words.channelProved)} />
      <Muted settings={settings} calls={first.calls} onSaved={onSaved} />
      <Feed first={first.feed} />
      <section aria-labelledby="programs">
        <h2 id="programs">{words.webhooks.section}</h2>
        <p>{words.webhooks.lead}</p>
        <p><a href="/me/webhooks">{words.webhooks.title}</a></p>
      </section>
    </Page>
  );
}

export function NoticesPage() {
  const found = useResource("notices", load);

  return <LoadedPage resource={found}>{(first) => <Body first={first} />}</LoadedPage>;
}
