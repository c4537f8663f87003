import { isObject } from "#core/json/is-object.ts";
import { isUuid } from "#core/uuid.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AuditEvent = RouterOutputs["audit"]["list"]["events"][number];

/** The names that belong to ids, as far as they are known. */
export type AuditNames = Readonly<Record<string, string>>;

export function isId(value: unknown): value is string {
  return typeof value === "string" && isUuid(value);
}

export function detailFieldsOf({ detail }: Pick<AuditEvent, "detail">): Readonly<Record<string, unknown>> {
  return isObject(detail) ? detail : {};
}
