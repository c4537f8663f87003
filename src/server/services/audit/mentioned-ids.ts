import type { Json } from "#core/json/json.ts";
import type { NamedIds } from "#server/db/identity/audit-names.ts";
import type { AuditEvent } from "#server/db/identity/audit-store.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What is done to these is done to a person. */
const ofPeople: ReadonlySet<string> = new Set(["member", "account", "mail"]);

/**
 * The ids that some events are about, and those in their details. People are only whom an event is about: a detail may
 * be what somebody wrote, and must not name strangers.
 */
export function mentionedIds(
  events: readonly Pick<AuditEvent, "subjectType" | "subjectId" | "detail">[],
): NamedIds {
  const people = events.filter(({ subjectType }) => ofPeople.has(subjectType));
  const mentioned = events.flatMap(({ subjectId, detail }) => [subjectId, ...textsIn(detail)]);
  return {
    ids: distinct(mentioned),
    userIds: distinct(people.map(({ subjectId }) => subjectId)),
  };
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => uuid.test(value)))];
}
