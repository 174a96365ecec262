/* Forms as GOV.UK does them: a summary of what is wrong takes the focus and leads to each field, and
 * each field says itself what is wrong with it. What is wrong is decided by the API alone. */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldProblem, Problem } from "../api/problem";
import { SignInHere } from "../drafts/SignInHere";
import { useTexts } from "../language/context";
import type { Texts } from "../texts/pl";
import { ProblemText } from "./Loaded";
import { asProblem } from "./resource";

export type FieldErrors = Readonly<Record<string, string>>;

export interface Submission {
  /** The names of the fields, in the order in which they stand. */
  fields: readonly string[];
  problem: Problem | null;
  errors: FieldErrors;
  sending: boolean;
  onSubmit: (event: SubmitEvent) => void;
}

/** A field as this page names it, and what is wrong with it in the page's words. */
export type Wording = (problem: FieldProblem) => readonly [id: string, text: string];

function errorsOf(problem: Problem | null, texts: Texts, wording?: Wording): FieldErrors {
  return Object.fromEntries((problem?.fields ?? []).map((each) => wording ? wording(each)
    : [each.field, texts.forms.field[`${each.field}.${each.code}`] ?? each.detail]));
}

/** Sends the values of the `fields` with `send`; a second click while it is on its way does nothing. */
export function useSubmission(fields: readonly string[],
  send: (value: (name: string) => string) => Promise<void>, wording?: Wording): Submission {
  const texts = useTexts();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);

  const onSubmit = (event: SubmitEvent) => {
    const data = new FormData(event.currentTarget as HTMLFormElement);
    event.preventDefault();
    if (sending) return;
    setSending(true);
    send((name) => String(data.get(name) ?? ""))
      .then(() => setProblem(null), (error: unknown) => setProblem(asProblem(error)))
      .finally(() => setSending(false));
  };
  return { fields, problem, errors: errorsOf(problem, texts, wording), sending, onSubmit };
}

export interface ErrorLink {
  address: string;
  text: string;
}

interface PanelProps {
  title: string;
  problem: Problem | null;
  links: readonly ErrorLink[];
  /** Said instead of the problem's own sentence. */
  text?: string | undefined;
}

/** What is wrong, with ways to other pages where it can be mended. */
export function ErrorPanel({ title, problem, links, text }: PanelProps) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  if (!problem) return null;
  return (
    <div class="errors" role="alert" tabIndex={-1} ref={box} aria-labelledby="errors-title">
      <h2 id="errors-title">{title}</h2>
      {links.length === 0 ? text ? <p>{text}</p> : <ProblemText problem={problem} />
        : <ul>{links.map((link) => <li key={link.address}><a href={link.address}>{link.text}</a></li>)}</ul>}
    </div>
  );
}

export function ErrorSummary({ submission }: { submission: Submission }) {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const { fields, problem, errors } = submission;
  const wrong = fields.filter((field) => errors[field]);
  const elsewhere = Object.keys(errors).filter((field) => !fields.includes(field));

  useEffect(() => box.current?.focus(), [problem]);
  if (!problem) return null;
  return (
    <div class="errors" role="alert" tabIndex={-1} ref={box} aria-labelledby="errors-title">
      <h2 id="errors-title">{texts.forms.errorTitle}</h2>
      {problem.fields.length === 0 ? <ProblemText problem={problem} /> : (
        <ul>
          {wrong.map((field) => <li key={field}><a href={`#${field}`}>{errors[field]}</a></li>)}
          {elsewhere.map((field) => <li key={field}>{errors[field]}</li>)}
        </ul>
      )}
    </div>
  );
}

interface FormProps {
  submission: Submission;
  button: string;
  /** Whether the act cannot be undone. */
  warning?: boolean;
  children: ComponentChildren;
}

/* A session that ended while somebody wrote: they sign in over the form, and what they wanted to send is sent. */
function SignInAgain({ form }: { form: RefObject<HTMLFormElement | null> }) {
  const flush = () => {
    form.current?.requestSubmit();
    return Promise.resolve(true);
  };

  return <SignInHere saver={{ state: { kind: "signed-out" }, flush }} />;
}

export function Form({ submission, button, warning = false, children }: FormProps) {
  const texts = useTexts();
  const form = useRef<HTMLFormElement>(null);

  return (
    <>
      <form ref={form} onSubmit={submission.onSubmit} noValidate>
        {children}
        <button class={warning ? "button warning" : "button"} type="submit" aria-disabled={submission.sending}>
          {submission.sending ? texts.forms.sending : button}
        </button>
      </form>
      {submission.problem?.reason === "sign-in-needed" && <SignInAgain form={form} />}
    </>
  );
}
