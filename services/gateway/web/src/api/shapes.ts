/* Short names of the contract's messages, as answers bring them. */
import type { components } from "../generated/api";
import type { Received } from "./values";

type Schemas = components["schemas"];

export type Answer = Received<Schemas["wlacznik.Answer"]>;
export type Applicant = Received<Schemas["wlacznik.Applicant"]>;
export type Member = Received<Schemas["wlacznik.Member"]>;
export type Choice = Received<Schemas["wlacznik.Choice"]>;
export type Form = Received<Schemas["wlacznik.Form"]>;
export type ConsolidatedCard = Received<Schemas["evaluation.ConsolidatedCard"]>;
export type Account = Received<Schemas["gateway.Account"]>;
export type Application = Received<Schemas["intake.Application"]>;
export type ApplicationState = Schemas["intake.ApplicationState"];
export type ApplicantType = Schemas["wlacznik.ApplicantType"];
export type Call = Received<Schemas["intake.Call"]>;
export type CallDefinition = Received<Schemas["intake.CallDefinition"]>;
export type CallState = Schemas["intake.CallState"];
export type CallSummary = Received<Schemas["intake.CallSummary"]>;
export type Card = Received<Schemas["evaluation.Card"]>;
export type CardState = Schemas["evaluation.CardState"];
export type CriterionScore = Received<Schemas["evaluation.CriterionScore"]>;
export type Entry = Received<Schemas["dissemination.Entry"]>;
export type EntrySummary = Received<Schemas["dissemination.EntrySummary"]>;
export type EntryText = Received<Schemas["dissemination.EntryText"]>;
export type FieldKind = Schemas["wlacznik.FieldKind"];
export type FormField = Received<Schemas["wlacznik.FormField"]>;
export type FormSection = Received<Schemas["wlacznik.FormSection"]>;
export type Funnel = Received<Schemas["evaluation.Funnel"]>;
export type ListGroup = Schemas["evaluation.ListGroup"];
export type LocalText = Received<Schemas["wlacznik.LocalText"]>;
export type MeritCard = Received<Schemas["wlacznik.MeritCard"]>;
export type Message = Received<Schemas["notification.Message"]>;
export type Ranking = Received<Schemas["evaluation.Ranking"]>;
export type RankingEntry = Received<Schemas["evaluation.RankingEntry"]>;
export type Role = Schemas["wlacznik.Role"];
export type Session = Received<Schemas["gateway.Session"]>;
export type Stage = Received<Schemas["wlacznik.Stage"]>;
