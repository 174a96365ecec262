/* Saves what is being written, a moment after the last key. Nothing that was typed is given up, whatever
 * happens on the way: no connection, a session that is over, a newer version, a value that the API
 * refuses. It knows no page and no request; those come as `Remote` and `Shelf`. */
import { Problem, type FieldProblem } from "../api/problem";
import type { Integer64, Moment } from "../api/values";
import { merge, same, sameValues, type Conflict, type Values } from "./merge";

export interface Remote<V extends Values> {
  save: (values: V, version: Integer64) => Promise<{ version: Integer64; at: Moment | undefined }>;
  load: () => Promise<{ values: V; version: Integer64 }>;
  /** The same for all values that mean the same, however they were typed. */
  plain: (values: V) => V;
  /** Values that cannot be sent as they are yet: "12 people" for a number, a reason without its points. */
  held: (values: V) => readonly string[];
  /** Which of the values a refused field of the request belongs to; "" when none. */
  keyOf: (field: string, values: V) => string;
}

/** What is kept in this browser until the API has it. */
export interface Kept<V extends Values> {
  /** What the API had when `mine` was begun. */
  base: V;
  mine: V;
  version: Integer64;
}

export interface Shelf<V extends Values> {
  keep: (kept: Kept<V>) => Promise<void>;
  forget: () => Promise<void>;
}

export type SaveState =
  | { kind: "saved" }
  | { kind: "changed" }
  | { kind: "saving" }
  /** No answer, or one that says to come back. It tries again by itself. */
  | { kind: "waiting"; problem: Problem }
  | { kind: "signed-out" }
  | { kind: "conflict"; conflicts: Conflict[] }
  /** The whole draft can no longer be saved: the call is closed, the card locked. */
  | { kind: "refused"; problem: Problem };

export interface Snapshot<V extends Values> {
  values: V;
  state: SaveState;
  /** Values that the API does not take as they are: all others are saved, these are kept here. */
  refusals: Readonly<Record<string, FieldProblem>>;
  /** Whether some values are refused or held, and everything else is saved. */
  incomplete: boolean;
  version: Integer64;
  /** When the API last saved, once it did while this page is open. */
  savedAt: Moment | undefined;
}

const PAUSE = 1_200;
const SHELF_PAUSE = 250;
const RETRIES = [2_000, 5_000, 10_000, 20_000, 30_000] as const;
const LAST_RETRY = 30_000;

function comesBack(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

export class Autosaver<V extends Values> {
  private base: V;
  private mine: V;
  private version: Integer64;
  private state: SaveState;
  private refusals: Record<string, FieldProblem> = {};
  private savedAt: Moment | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shelfTimer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | null = null;
  private tries = 0;
  private onChange: (snapshot: Snapshot<V>) => void = () => {};

  constructor(start: Kept<V>, private readonly remote: Remote<V>, private readonly shelf: Shelf<V>,
    conflicts: Conflict[] = []) {
    this.base = start.base;
    this.mine = start.mine;
    this.version = start.version;
    this.state = conflicts.length > 0 ? { kind: "conflict", conflicts }
      : { kind: this.dirty() ? "changed" : "saved" };
  }

  snapshot(): Snapshot<V> {
    const { mine: values, state, refusals, version, savedAt } = this;
    const incomplete = state.kind === "changed" && this.matches(this.sendable(), this.base);
    return { values, state, refusals, incomplete, version, savedAt };
  }

  listen(onChange: (snapshot: Snapshot<V>) => void): void {
    this.onChange = onChange;
    if (this.state.kind === "changed") this.schedule(0);
  }

  change(part: Partial<V>): void {
    this.mine = { ...this.mine, ...part };
    for (const key of Object.keys(part)) delete this.refusals[key];
    this.keepSoon();
    if (this.state.kind === "saved" || this.state.kind === "changed") {
      this.state = { kind: this.dirty() ? "changed" : "saved" };
      this.schedule(PAUSE);
    }
    this.tell();
  }

  /** Saves now what can be saved. True when the API has everything. */
  flush(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.state.kind === "conflict" || this.state.kind === "refused") return Promise.resolve(false);
    this.running ??= this.saveAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** The person's answer to every conflict. */
  resolve(chosen: Partial<V>): Promise<boolean> {
    this.mine = { ...this.mine, ...chosen };
    this.state = { kind: "changed" };
    return this.flush();
  }

  /** Stops the clocks. What is unsaved stays on the shelf. */
  stop(): void {
    clearTimeout(this.timer);
    this.onChange = () => {};
    if (this.shelfTimer !== undefined) void this.keepNow();
  }

  private dirty(): boolean {
    return !this.matches(this.base, this.mine);
  }

  private matches(a: V, b: V): boolean {
    return sameValues(this.remote.plain(a), this.remote.plain(b));
  }

  private tell(): void {
    this.onChange(this.snapshot());
  }

  private enter(state: SaveState): void {
    this.state = state;
    this.tell();
  }

  private schedule(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause);
  }

  private keepSoon(): void {
    clearTimeout(this.shelfTimer);
    this.shelfTimer = setTimeout(() => void this.keepNow(), SHELF_PAUSE);
  }

  private keepNow(): Promise<void> {
    const { base, mine, version } = this;
    clearTimeout(this.shelfTimer);
    this.shelfTimer = undefined;
    /* A shelf that fails must not stop the saving. */
    return (this.dirty() ? this.shelf.keep({ base, mine, version }) : this.shelf.forget()).catch(() => {});
  }

  /** Mine, but what is refused or held as the API has it. */
  private sendable(): V {
    const held = [...Object.keys(this.refusals), ...this.remote.held(this.mine)].map((key) => [key, this.base[key]] as const);
    return { ...this.mine, ...Object.fromEntries(held) } as V;
  }

  private async saveAll(): Promise<boolean> {
    for (;;) {
      const sending = this.sendable();
      if (this.matches(sending, this.base)) break;
      this.enter({ kind: "saving" });
      try {
        const saved = await this.remote.save(sending, this.version);
        this.base = sending;
        this.version = saved.version;
        this.savedAt = saved.at;
        this.tries = 0;
      } catch (error) {
        const goesOn = await this.overcome(error instanceof Problem ? error : new Problem(0, "unexpected", ""),
          sending);
        if (!goesOn) return false;
      }
    }
    await this.keepNow();
    this.enter({ kind: this.dirty() ? "changed" : "saved" });
    return !this.dirty();
  }

  /** Whether to try again at once. */
  private async overcome(problem: Problem, sending: V): Promise<boolean> {
    await this.keepNow();
    if (problem.status === 401) this.enter({ kind: "signed-out" });
    else if (problem.status === 409) return this.takeNewer();
    else if (comesBack(problem.status)) this.wait(problem);
    else if (this.holdBack(problem, sending)) return true;
    else this.enter({ kind: "refused", problem });
    return false;
  }

  private wait(problem: Problem): void {
    this.enter({ kind: "waiting", problem });
    this.schedule(RETRIES[this.tries++] ?? LAST_RETRY);
  }

  private holdBack(problem: Problem, sending: V): boolean {
    let found = false;
    for (const field of problem.fields) {
      const key = this.remote.keyOf(field.field, sending);
      if (key === "" || this.refusals[key] || same(sending[key], this.base[key])) continue;
      this.refusals = { ...this.refusals, [key]: field };
      found = true;
    }
    return found;
  }

  private async takeNewer(): Promise<boolean> {
    try {
      const newer = await this.remote.load();
      const { plain } = this.remote;
      const { values, conflicts } = merge(plain(this.base), plain(this.mine), plain(newer.values));
      this.base = newer.values;
      this.version = newer.version;
      this.mine = values;
      if (conflicts.length === 0) return true;
      this.enter({ kind: "conflict", conflicts });
      await this.keepNow();
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, "unexpected", "");
      if (problem.status === 401) this.enter({ kind: "signed-out" });
      else if (comesBack(problem.status)) this.wait(problem);
      else this.enter({ kind: "refused", problem });
    }
    return false;
  }
}

/** Where to begin: with what the API has, and what this browser kept of an earlier try. */
export function beginWith<V extends Values>(remote: { values: V; version: Integer64 },
  kept: Kept<V> | undefined, plain: Remote<V>["plain"]): { start: Kept<V>; conflicts: Conflict[] } {
  const { values: base, version } = remote;
  if (!kept) return { start: { base, mine: base, version }, conflicts: [] };
  const { values: mine, conflicts } = merge(plain(kept.base), plain(kept.mine), plain(base));
  return { start: { base, mine, version }, conflicts };
}
