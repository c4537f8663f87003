import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isUuid } from "#core/uuid.ts";
import type { NamedIds } from "#server/db/identity/audit-names.ts";
import type { AuditEvent } from "#server/db/identity/audit-store.ts";

/** An event with such a subject is about a person. */
const ofPeople: ReadonlySet<string> = new Set(["member", "account", "mail"]);

/**
 * The ids that some events are about, and those in their details. People count only as the subject or in a member
 * field: any other detail may be free text, and must not reveal strangers' names.
 */
export function mentionedIds(
  events: readonly Pick<AuditEvent, "subjectType" | "subjectId" | "detail">[],
): NamedIds {
  const people = events
    .filter(({ subjectType }) => ofPeople.has(subjectType))
    .map(({ subjectId }) => subjectId);
  const mentioned = events.flatMap(({ subjectId, detail }) => [subjectId, ...textsIn(detail)]);
  return {
    ids: distinct(mentioned),
    userIds: distinct([...people, ...events.flatMap(({ detail }) => membersIn(detail))]),
  };
}

/** The members in a budget's scope. */
function membersIn(detail: JsonObject): readonly string[] {
  const { scope } = detail;
  const memberId = isJsonObject(scope) ? scope.memberId : undefined;
  return typeof memberId === "string" ? [memberId] : [];
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter(isUuid))];
}
