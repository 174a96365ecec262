/* Finding accounts, with what each may do. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Account } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { navigate, useLocation } from "../../router/location";
import { admin } from "../../texts/admin";

const PAGE = 50;

interface Found {
  accounts: Account[];
  nextCursor: string;
}

function load(query: string, cursor = ""): Promise<Found> {
  return get("/v1/accounts", { query: { query, cursor, limit: PAGE } });
}

function Search({ query }: { query: string }) {
  const { accounts } = useScoped(admin);
  const search = (event: SubmitEvent) => {
    const wanted = String(new FormData(event.currentTarget as HTMLFormElement).get("q") ?? "").trim();
    event.preventDefault();
    navigate(wanted ? `/admin/accounts?${new URLSearchParams({ q: wanted })}` : "/admin/accounts");
  };

  return (
    <form class="search" role="search" onSubmit={search}>
      <label for="q">{accounts.search}</label>
      <p class="quiet" id="q-help">{accounts.searchHelp}</p>
      <div class="with-button">
        <input key={query} id="q" name="q" type="search" defaultValue={query} maxLength={200} aria-describedby="q-help" />
        <button class="button" type="submit">{accounts.submit}</button>
      </div>
    </form>
  );
}

function Item({ account }: { account: Account }) {
  const { language } = useLanguage();
  const { accounts, account: words, role: roles } = useScoped(admin);
  const held = account.roles.map(({ role, region }) =>
    `${roles[role]} (${region === "*" ? words.everywhere : regionName(region)})`);

  return (
    <li class="work-item">
      <div>
        <p><strong lang="pl">{account.name}</strong> <span class="quiet">{account.email}</span></p>
        <p class="quiet">
          {[held.join(", ") || accounts.noRoles, !account.confirmed && accounts.unconfirmed,
            account.secondFactor && accounts.factor,
            account.createdAt && accounts.created(formatDay(account.createdAt, language))].filter(Boolean).join(" · ")}
        </p>
      </div>
      <a class="button plain small" href={`/admin/accounts/${account.id}`}>{words.roles}<span class="unseen">: {account.name}</span></a>
    </li>
  );
}

function List({ first, query }: { first: Found; query: string }) {
  const { texts } = useLanguage();
  const { accounts } = useScoped(admin);
  const [found, setFound] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = async () => {
    try {
      const next = await load(query, found.nextCursor);
      setFound({ accounts: [...found.accounts, ...next.accounts], nextCursor: next.nextCursor });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <>
      <p role="status">
        {found.accounts.length === 0 ? accounts.none : accounts.found(found.accounts.length, found.nextCursor !== "")}
      </p>
      <ul class="rows">{found.accounts.map((account) => <Item key={account.id} account={account} />)}</ul>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {found.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

export function AccountsPage() {
  const { accounts } = useScoped(admin);
  const query = useLocation().query.get("q")?.trim().slice(0, 200) ?? "";
  const found = useResource(`accounts ${query}`, () => load(query));

  return (
    <LoadedPage resource={found}>
      {(first) => (
        <Page title={accounts.title}>
          <p class="lead">{accounts.lead}</p>
          <Search query={query} />
          <List key={query} first={first} query={query} />
        </Page>
      )}
    </LoadedPage>
  );
}
