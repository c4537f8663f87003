import type { Json } from "#core/json.ts";
import { Prisma } from "./generated/client.ts";

/** A value for a jsonb column that is never SQL null: JSON's own null is stored as such. */
export function toJson(value: Json): Prisma.InputJsonValue | typeof Prisma.JsonNull {
  return value === null ? Prisma.JsonNull : value;
}

/** A value for a nullable jsonb column, where null means that there is none. */
export function toJsonOrNull(value: Json): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : value;
}
