import type { UserId } from "#core/ids.ts";
import { asId } from "#core/uuid.ts";

/** The filter, kept in the URL. Null: all events. */
export interface AuditFilter {
  readonly by: UserId | null;
  readonly action: string | null;
}

const actionName = /^[a-z]+\.[a-z-]{1,40}$/;

/** Parses the filter from the URL, ignoring invalid values. */
export function parseAuditFilter(read: (name: string) => string | null): AuditFilter {
  const [by, action] = [read("by") ?? "", read("action") ?? ""];
  // A pattern of its own: importing the schema of ids would add its whole library to the page.
  return { by: asId<UserId>(by), action: actionName.test(action) ? action : null };
}

/** The filter as a query string: `?by=…&action=run.start`, or an empty string. */
export function auditFilterQuery({ by, action }: AuditFilter): string {
  const parts = [...(by === null ? [] : [`by=${by}`]), ...(action === null ? [] : [`action=${action}`])];
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
