import type { UserId } from "#core/ids.ts";
import { asId } from "#core/uuid.ts";

/** Which events are shown; it stands in the address. Null: all. */
export interface AuditFilter {
  readonly by: UserId | null;
  readonly action: string | null;
}

const actionName = /^[a-z]+\.[a-z-]{1,40}$/;

/** Reads a filter from an address; what makes no sense there is left out. */
export function parseAuditFilter(read: (name: string) => string | null): AuditFilter {
  const [by, action] = [read("by") ?? "", read("action") ?? ""];
  // The schema of ids would bring its whole library into the browser for one pattern.
  return { by: asId<UserId>(by), action: actionName.test(action) ? action : null };
}

/** The filter as the end of an address: `?by=…&action=run.start`, or nothing. */
export function auditFilterQuery({ by, action }: AuditFilter): string {
  const parts = [...(by === null ? [] : [`by=${by}`]), ...(action === null ? [] : [`action=${action}`])];
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
