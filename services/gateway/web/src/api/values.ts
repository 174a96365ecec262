/* What JSON writes as a string and is none. */

declare const kind: unique symbol;

/** An instant, RFC 3339 in UTC. */
export type Moment = string & { readonly [kind]: "moment" };

/** A 64-bit integer in decimal digits; of money: grosze. */
export type Integer64 = string & { readonly [kind]: "integer64" };

/* The API always writes the scalars and lists of an answer, and leaves out only moments and
 * messages that are not set (proto3 JSON with defaults). The contract cannot say so, because a
 * request may leave out more. */
type Written<T> = T extends Moment ? T | undefined
  : T extends string | number | boolean ? T
  : T extends readonly (infer Item)[] ? Received<Item>[]
  : T extends object ? Received<T> | undefined
  : T;

/** `T` as it comes in an answer. */
export type Received<T> = T extends Integer64 | Moment | string | number | boolean ? T
  : T extends object ? { [Key in keyof T]-?: Written<NonNullable<T[Key]>> }
  : T;
