import { useEffect } from "preact/hooks";
import { get, remove } from "../../api/client";
import type { Account, Application, Card, Message } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { useInbox } from "../../live/context";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import { useSession } from "../../session";
import { Applications } from "./Applications";
import { Cards } from "./Cards";
import { Messages } from "./Messages";

const LIMIT = 100;

interface Mine {
  account: Account;
  applications: Application[];
  /** Null: the account is no assessor's. */
  cards: Card[] | null;
  messages: Message[];
  unread: number;
}

async function loadMine(): Promise<Mine> {
  const query = { limit: LIMIT };
  const account = await get("/v1/me", {});
  const assesses = account.roles.some(({ role }) => role === "ASSESSOR");
  const [applications, inbox, cards] = await Promise.all([
    get("/v1/me/applications", { query }),
    get("/v1/me/messages", { query }),
    assesses ? get("/v1/me/cards", { query }) : null,
  ]);
  return {
    account,
    applications: applications.applications,
    cards: cards && cards.cards,
    messages: inbox.messages,
    unread: inbox.unread,
  };
}

function NextSteps({ mine }: { mine: Mine }) {
  const texts = useTexts();
  const drafts = mine.applications.filter(({ state, mayEdit }) =>
    state === "DRAFT" || (state === "IN_INCUBATION" && mayEdit)).length;
  const cards = mine.cards?.filter(({ state }) => state === "DECLARATION_DUE" || state === "OPEN").length ?? 0;
  const steps: [string, string][] = [];

  if (drafts > 0) steps.push(["#applications", texts.me.drafts(drafts)]);
  if (cards > 0) steps.push(["/cards", texts.me.cards(cards)]);
  if (mine.unread > 0) steps.push(["#messages", texts.me.unread(mine.unread)]);
  return (
    <section class="next" aria-labelledby="next">
      <h2 id="next">{texts.me.next}</h2>
      {steps.length === 0 ? <p>{texts.me.nothing}</p> : (
        <ul>{steps.map(([address, text]) => <li key={address}><a href={address}>{text}</a></li>)}</ul>
      )}
    </section>
  );
}

function Library() {
  const texts = useTexts();

  return (
    <section aria-labelledby="library">
      <h2 id="library">{texts.me.library}</h2>
      <ul>
        <li><a href="/me/innovations">{texts.me.innovations}</a></li>
        <li><a href="/me/adoptions">{texts.me.adoptions}</a></li>
        <li><a href="/me/searches">{texts.catalogue.keptList}</a></li>
      </ul>
    </section>
  );
}

function SignOut() {
  const texts = useTexts();
  const { end } = useSession();
  /* A session that is over already is what was asked for. */
  const leave = () => remove("/v1/sessions/current", {}).catch(() => {}).then(() => {
    end();
    navigate("/");
  });

  return (
    <p class="act">
      <a class="button plain" href="/me/security">{texts.me.security}</a>{" "}
      <a class="button plain" href="/me/data">{texts.me.data}</a>{" "}
      <button class="button plain" type="button" onClick={leave}>{texts.me.signOut}</button>
    </p>
  );
}

export function MePage() {
  const texts = useTexts();
  const { account, begin } = useSession();
  const mine = useResource("mine", loadMine);
  const { latest, unread } = useInbox();

  useEffect(() => {
    if (latest && mine.state === "ready") mine.refresh();
  }, [latest?.id]);
  useEffect(() => {
    if (mine.state === "ready" && !account) begin(mine.data.account);
  }, [mine.state]);
  return (
    <LoadedPage resource={mine}>
      {(found) => (
        <Page title={texts.me.title}>
          <p class="lead">{texts.me.hello(found.account.name)}</p>
          <NextSteps mine={unread === null ? found : { ...found, unread }} />
          <Applications applications={found.applications} />
          {found.cards && <Cards cards={found.cards} />}
          <Messages messages={found.messages} />
          <Library />
          <SignOut />
        </Page>
      )}
    </LoadedPage>
  );
}
