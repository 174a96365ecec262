/* Failures as our own type, whatever failed: the API (RFC 9457) or the way there. */

export interface FieldProblem {
  /** Path in the request: "email", "applicant.members[0].name". */
  field: string;
  code: string;
  detail: string;
}

export class Problem extends Error {
  constructor(
    /** HTTP status, or 0 when there was no answer. */
    readonly status: number,
    /** Stable word for programs: the end of the problem's type. */
    readonly reason: string,
    /** A sentence for people in the language of the request, or "" when there was no answer. */
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    /** What to quote when asking for help. */
    readonly trace = "",
  ) {
    super(detail || reason);
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(list: unknown): FieldProblem[] {
  if (!Array.isArray(list)) return [];
  return list.map((item: Record<string, unknown>) =>
    ({ field: text(item.field), code: text(item.code), detail: text(item.detail) }));
}

/** Reads the body of a failed answer. A body that is no problem+json (a proxy's page) counts as empty. */
export function problemOf(status: number, body: unknown): Problem {
  const members = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return new Problem(status, text(members.type).split("/").pop() ?? "",
    text(members.detail) || text(members.title), fieldsOf(members.errors), text(members.instance));
}

export function noAnswer(): Problem {
  return new Problem(0, "no-answer", "");
}
