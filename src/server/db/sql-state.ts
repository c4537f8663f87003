import pg from "pg";
import { Prisma } from "./generated/client.ts";

/** PostgreSQL's own code of what it refused, of the driver's errors and of Prisma's; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  if (error instanceof pg.DatabaseError) return error.code ?? null;
  return fieldOfAdapterError(error, "originalCode");
}

/** Prisma's word for what its driver met, such as `DatabaseNotReachable`; null for any other error. */
export function adapterErrorKindOf(error: unknown): string | null {
  return fieldOfAdapterError(error, "kind");
}

function fieldOfAdapterError(error: unknown, field: "originalCode" | "kind"): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const adapterError = error.meta?.driverAdapterError;
  const cause: unknown = adapterError instanceof Error ? adapterError.cause : null;
  if (typeof cause !== "object" || cause === null) return null;
  const value = (cause as Readonly<Record<string, unknown>>)[field];
  return value === undefined ? null : String(value);
}
