import type { Role } from "../api/shapes";
import { useLanguage } from "../language/context";
import { languages } from "../language/languages";
import { useInbox } from "../live/context";
import { useLocation } from "../router/location";
import { useSession } from "../session";
import { en } from "../texts/en";
import { pl } from "../texts/pl";
import { Mark } from "./Mark";

const names = { pl: pl.languageName, en: en.languageName };

function LanguageSwitch() {
  const { language, texts, choose } = useLanguage();

  return (
    <div class="languages" role="group" aria-label={texts.chooseLanguage}>
      {languages.map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={each === language}
          onClick={() => choose(each)}>
          {names[each]}
        </button>
      ))}
    </div>
  );
}

function Unread() {
  const { texts } = useLanguage();
  const { unread } = useInbox();

  if (!unread) return null;
  return <> <span class="count" aria-hidden="true">{unread}</span><span class="unseen">, {texts.me.unread(unread)}</span></>;
}

/* Said aloud when a message comes while somebody reads something else. */
function Arrival() {
  const { texts } = useLanguage();
  const { latest } = useInbox();

  return <p class="unseen" role="status">{latest && texts.me.arrived(latest.subject)}</p>;
}

/* So many fit beside the name; a longer menu has a line of its own. */
const BESIDE = 8;

function Menu() {
  const { texts } = useLanguage();
  const { account } = useSession();
  const { path } = useLocation();
  const has = (...roles: Role[]) => account?.roles.some(({ role }) => roles.includes(role)) ?? false;
  const items: [string, string][] = [["/", texts.menu.start], ["/catalogue", texts.menu.catalogue],
    ["/impact", texts.menu.impact], ["/news", texts.menu.news]];

  if (has("ASSESSOR")) items.push(["/cards", texts.menu.cards]);
  if (has("CARER")) items.push(["/innovations", texts.menu.innovations]);
  if (has("COORDINATOR", "OWNER")) items.push(["/office", texts.menu.office]);
  if (has("EDITOR")) items.push(["/editor", texts.menu.editor]);
  if (has("ADMINISTRATOR"))
    items.push(["/admin/accounts", texts.menu.accounts], ["/admin/outbox", texts.menu.outbox], ["/admin/services", texts.menu.services],
      ["/admin/audit", texts.menu.audit], ["/admin/data-requests", texts.menu.dataRequests]);
  items.push(account ? ["/me", texts.menu.mine] : ["/sign-in", texts.menu.signIn]);

  return (
    <nav aria-label={texts.mainMenu} class={items.length > BESIDE ? "many" : undefined}>
      <ul class="menu">
        {items.map(([address, name]) => (
          <li key={address}>
            <a href={address} aria-current={path === address ? "page" : undefined}>
              {name}{address === "/me" && <Unread />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Header() {
  const { texts } = useLanguage();

  return (
    <>
      <a class="skip" href="#content">{texts.skip}</a>
      <header class="site">
        <div class="inner">
          <a class="name" href="/"><Mark size={26} /><span lang="pl">{texts.name}</span></a>
          <Menu />
          <LanguageSwitch />
        </div>
      </header>
      <Arrival />
    </>
  );
}
