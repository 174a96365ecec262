/** Whether an address is of something that is only rehearsed: its ids are UUIDs of version 8 (common/base/uuid.h). */
export function isRehearsed(path: string): boolean {
  return /\/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(\/|$)/.test(path);
}
