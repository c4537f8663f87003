import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AuditEvent = RouterOutputs["audit"]["list"]["events"][number];

/** What ids are called, as far as it is known. */
export type AuditNames = Readonly<Record<string, string>>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isId(value: unknown): value is string {
  return typeof value === "string" && uuid.test(value);
}

export function fieldsOf({ detail }: Pick<AuditEvent, "detail">): Readonly<Record<string, unknown>> {
  return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : {};
}
