import type { ComponentType } from "preact";
import { ConfirmEmailPage, ConfirmPage } from "../pages/account/ConfirmPage";
import { InvitationPage, SignInLinkPage } from "../pages/account/LinkPages";
import { ProviderPage } from "../pages/account/ProviderPage";
import { RegisterPage } from "../pages/account/RegisterPage";
import { ResetPage } from "../pages/account/ResetPage";
import { SignInPage } from "../pages/account/SignInPage";
import { CallPage } from "../pages/call/CallPage";
import { CataloguePage } from "../pages/catalogue/CataloguePage";
import { EntryPage } from "../pages/catalogue/EntryPage";
import { FrontPage } from "../pages/FrontPage";
import { MePage } from "../pages/me/MePage";
import { ResultsPage } from "../pages/results/ResultsPage";
import { lazyPages } from "../parts/lazy";
import { matchPath, type PathParameters } from "./path";

const apply = lazyPages("apply", () => import("../pages/apply"));
const cards = lazyPages("cards", () => import("../pages/cards"));
const office = lazyPages("office", () => import("../pages/office"));
const editor = lazyPages("editor", () => import("../pages/editor"));
const notices = lazyPages("notices", () => import("../pages/notices"));
const accessibility = lazyPages("accessibility", () => import("../pages/accessibility"));
const panel = lazyPages("panel", () => import("../pages/panel"));
const certificates = lazyPages("certificates", () => import("../pages/certificates"));
const grant = lazyPages("grant", () => import("../pages/grant"));
const innovations = lazyPages("innovations", () => import("../pages/innovations"));
const opinions = lazyPages("opinions", () => import("../pages/opinions"));
const admin = lazyPages("admin", () => import("../pages/admin"));
const rehearsal = lazyPages("rehearsal", () => import("../pages/rehearsal"));
const security = lazyPages("security", () => import("../pages/security"));
const curation = lazyPages("curation", () => import("../pages/curation"));
const together = lazyPages("together", () => import("../pages/together"));
const data = lazyPages("data", () => import("../pages/data"));
const targets = lazyPages("targets", () => import("../pages/targets"));
const library = lazyPages("library", () => import("../pages/library"));

const pages: readonly [string, ComponentType<PathParameters>][] = [
  ["/", FrontPage],
  ["/calls/:id", CallPage],
  ["/calls/:id/results", ResultsPage],
  ["/calls/:id/apply", apply("StartPage")],
  ["/applications/:id", apply("HomePage")],
  ["/applications/:id/who", apply("WhoPage")],
  ["/applications/:id/sections/:section", apply("SectionPage")],
  ["/applications/:id/check", apply("CheckPage")],
  ["/applications/:id/receipt", apply("ReceiptPage")],
  ["/applications/:id/withdraw", apply("WithdrawPage")],
  ["/applications/:id/assessment", apply("AssessmentPage")],
  ["/applications/:id/appeal", apply("AppealPage")],
  ["/applications/:id/offer", apply("OfferPage")],
  ["/applications/:id/people", together("PeoplePage")],
  ["/applications/:id/talk", together("TalkPage")],
  ["/applications/:id/versions", together("VersionsPage")],
  ["/applications/:id/versions/:stage/:number", together("VersionPage")],
  ["/applications/:id/diary", together("DiaryPage")],
  ["/applications/:id/cooperation", together("CooperationPage")],
  ["/co-author", together("JoinPage")],
  ["/applications/:id/grant", grant("GrantPage")],
  ["/cards", cards("CardsPage")],
  ["/cards/:id", cards("CardPage")],
  ["/calls/:id/bids", cards("BidsPage")],
  ["/deklaracja-dostepnosci", accessibility("DeclarationPage")],
  ["/cards/:id/agreement", cards("AgreementPage")],
  ["/certificates", certificates("CheckPage")],
  ["/certificates/:code", certificates("CertificatePage")],
  ["/me/certificates", certificates("MyCertificatesPage")],
  ["/innovations", innovations("InnovationsPage")],
  ["/me/second-opinions", opinions("MyOpinionsPage")],
  ["/office/calls/:id/second-opinions", opinions("SecondOpinionsPage")],
  ["/office", office("OfficePage")],
  ["/office/search", office("SearchPage")],
  ["/office/calls/:id", office("BoardPage")],
  ["/office/calls/:id/check", office("CheckPage")],
  ["/office/calls/:id/assessors", office("AssessorsPage")],
  ["/office/calls/:id/invite", office("InvitePage")],
  ["/office/calls/:id/progress", office("ProgressPage")],
  ["/office/calls/:id/ranking", office("RankingPage")],
  ["/office/calls/:id/confirm", office("ConfirmPage")],
  ["/office/calls/:id/plan", office("PlanPage")],
  ["/office/calls/:id/appeals", office("AppealsPage")],
  ["/office/calls/:id/places", office("PlacesPage")],
  ["/office/calls/:id/tables", office("TablesPage")],
  ["/office/calls/:id/mailings", office("MailingsPage")],
  ["/office/calls/:id/mailings/new", office("NewMailingPage")],
  ["/office/calls/:id/mailings/:mailing", office("MailingPage")],
  ["/office/calls/:id/words", office("WordsPage")],
  ["/office/calls/:id/words/:name/:locale", office("WordPage")],
  ["/office/programmes/:programme/words", office("WordsPage")],
  ["/office/programmes/:programme/words/:name/:locale", office("WordPage")],
  ["/office/programmes/:programme/targets", targets("TargetsPage")],
  ["/office/programmes/:programme/targets/new", targets("NewTargetPage")],
  ["/office/programmes/:programme/targets/:indicator", targets("TargetPage")],
  ["/office/calls/:id/grants", grant("GrantsPage")],
  ["/office/dossiers/:id", office("DossierPage")],
  ["/office/dossiers/:id/grant", grant("GrantDeskPage")],
  ["/office/dossiers/:id/correction", office("CorrectionPage")],
  ["/office/programmes", editor("ProgrammesPage")],
  ["/office/new-call", editor("NewCallPage")],
  ["/office/calls/:id/rehearsal", rehearsal("RehearsalPage")],
  ["/office/calls/:id/rehearse", rehearsal("RehearsePage")],
  ["/office/calls/:id/rehearsal/letters", rehearsal("KeptLettersPage")],
  ["/office/calls/:id/manage", editor("ManagePage")],
  ["/office/calls/:id/edit", editor("EditHomePage")],
  ["/office/calls/:id/edit/basics", editor("BasicsPage")],
  ["/office/calls/:id/edit/dates", editor("DatesPage")],
  ["/office/calls/:id/edit/money", editor("MoneyPage")],
  ["/office/calls/:id/edit/applicants", editor("ApplicantsPage")],
  ["/office/calls/:id/edit/corrections", editor("CorrectionsPage")],
  ["/office/calls/:id/edit/letters", editor("LettersPage")],
  ["/office/calls/:id/edit/ranking", editor("RankingRulesPage")],
  ["/office/calls/:id/edit/check", editor("CheckCallPage")],
  ["/office/calls/:id/edit/stages/:stage", editor("StagePage")],
  ["/office/calls/:id/edit/stages/:stage/form", editor("FormPage")],
  ["/office/calls/:id/edit/stages/:stage/formal", editor("FormalPage")],
  ["/office/calls/:id/edit/stages/:stage/preview", editor("PreviewPage")],
  ["/office/calls/:id/edit/stages/:stage/card", editor("CardEditPage")],
  ["/office/calls/:id/edit/stages/:stage/card/rules", editor("CardRulesPage")],
  ["/office/calls/:id/edit/stages/:stage/criteria/:criterion", editor("CriterionPage")],
  ["/office/calls/:id/edit/stages/:stage/sections/:section", editor("SectionEditPage")],
  ["/office/calls/:id/edit/stages/:stage/fields/:field", editor("FieldPage")],
  ["/office/calls/:id/panel", panel("MeetingsPage")],
  ["/office/panel/:id", panel("MeetingPage")],
  ["/admin/accounts", admin("AccountsPage")],
  ["/admin/accounts/:id", admin("AccountPage")],
  ["/admin/audit", admin("AuditPage")],
  ["/admin/services", admin("HousePage")],
  ["/admin/services/:service", admin("ServicePage")],
  ["/admin/outbox", admin("OutboxPage")],
  ["/admin/data-requests", data("DataRequestsPage")],
  ["/catalogue", CataloguePage],
  ["/catalogue/:slug", EntryPage],
  ["/catalogue/:slug/adopt", library("AdoptPage")],
  ["/catalogue/:slug/versions/:number", library("ChangesPage")],
  ["/impact", library("ImpactPage")],
  ["/policies", library("PoliciesPage")],
  ["/news", library("NewsPage")],
  ["/subscription", library("SubscriptionPage")],
  ["/unsubscribe", library("UnsubscribePage")],
  ["/me/adoptions", library("AdoptionsPage")],
  ["/me/adoptions/:id", library("AdoptionPage")],
  ["/me/innovations", library("MyInnovationsPage")],
  ["/me/searches", library("SearchesPage")],
  ["/editor", curation("EditorPage")],
  ["/editor/entries/:id", curation("EntryDeskPage")],
  ["/editor/adoptions", curation("AdoptionsDeskPage")],
  ["/editor/policies", curation("PoliciesDeskPage")],
  ["/editor/news", curation("AnnouncePage")],
  ["/sign-in", SignInPage],
  ["/sign-in/provider", ProviderPage],
  ["/register", RegisterPage],
  ["/confirm", ConfirmPage],
  ["/confirm-email", ConfirmEmailPage],
  ["/reset", ResetPage],
  ["/sign-in-link", SignInLinkPage],
  ["/invitation", InvitationPage],
  ["/me", MePage],
  ["/me/data", data("DataPage")],
  ["/me/security", security("SecurityPage")],
  ["/me/notifications", notices("NoticesPage")],
  ["/me/webhooks", notices("WebhooksPage")],
];

export interface FoundPage {
  Component: ComponentType<PathParameters>;
  parameters: PathParameters;
}

export function findPage(path: string): FoundPage | null {
  for (const [pattern, Component] of pages) {
    const parameters = matchPath(pattern, path);
    if (parameters) return { Component, parameters };
  }
  return null;
}
