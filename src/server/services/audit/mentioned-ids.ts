import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isUuid } from "#core/uuid.ts";
import type { NamedIds } from "#server/db/identity/audit-names.ts";
import type { AuditEvent } from "#server/db/identity/audit-store.ts";

/** What is done to these is done to a person. */
const ofPeople: ReadonlySet<string> = new Set(["member", "account", "mail"]);

/**
 * The ids that some events are about, and those in their details. People are only whom an event is about or names as a
 * member: any other detail may be what somebody wrote, and must not name strangers.
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

/** Of whom a budget is. */
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
