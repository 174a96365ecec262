/* A file on its way: in parts, each safe when it is answered, so that a broken line costs one part. It goes
 * on from where the API says that it is. It knows no page and no browser; those come as `Wire`. */
import { Problem } from "../api/problem";
import type { Attachment } from "../api/shapes";

/** What the API takes at most in one part. */
export const PART = 512 * 1024;

export interface Wire {
  put: (id: string, offset: number, part: Blob) => Promise<Attachment>;
  get: (id: string) => Promise<Attachment>;
  /** Resolves a while later, or at once when the connection comes back. */
  pause: (milliseconds: number) => Promise<void>;
}

export interface Progress {
  attachment: Attachment;
  /** Why it stands still for now; it tries again by itself. */
  waiting?: Problem;
}

const RETRIES = [1_000, 2_000, 5_000, 10_000, 20_000] as const;
const LAST_RETRY = 30_000;
const CHECKS = [300, 700, 1_500, 3_000] as const;
const LAST_CHECK = 5_000;

function comesBack(error: unknown): error is Problem {
  return error instanceof Problem && (error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500);
}

function isElsewhere(error: unknown): boolean {
  return error instanceof Problem && error.status === 409;
}

/** Sends what `start` lacks of `file`. Throws a Problem when it cannot go on by itself: signed out, closed, gone. */
export async function sendFile(file: Blob, start: Attachment, wire: Wire, tell: (progress: Progress) => void,
  wanted: () => boolean): Promise<Attachment> {
  let attachment = start;
  let tries = 0;

  while (attachment.state === "UPLOADING" && wanted()) {
    const offset = Number(attachment.received);
    try {
      attachment = await wire.put(attachment.id, offset, file.slice(offset, offset + PART));
      tries = 0;
      tell({ attachment });
    } catch (error) {
      if (!comesBack(error) && !isElsewhere(error)) throw error;
      if (comesBack(error)) {
        tell({ attachment, waiting: error });
        await wire.pause(RETRIES[tries++] ?? LAST_RETRY);
      }
      /* A part whose answer was lost is there; the API knows how far the file is. */
      attachment = await wire.get(attachment.id).catch((again: unknown) => {
        if (comesBack(again)) return attachment;
        throw again;
      });
    }
  }
  return attachment;
}

/** Waits until it is found out what the file is. */
export async function awaitCheck(start: Attachment, wire: Wire, wanted: () => boolean): Promise<Attachment> {
  let attachment = start;

  for (let round = 0; attachment.state === "CHECKING" && wanted(); round++) {
    await wire.pause(CHECKS[round] ?? LAST_CHECK);
    attachment = await wire.get(attachment.id).catch((error: unknown) => {
      if (comesBack(error)) return attachment;
      throw error;
    });
  }
  return attachment;
}
