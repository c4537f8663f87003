import pg from "pg";
import { Prisma } from "./generated/client.ts";

/** The SQLSTATE of an error of the driver or of Prisma. Null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  if (error instanceof pg.DatabaseError) return error.code ?? null;
  return fieldOfAdapterError(error, "originalCode");
}

/** Prisma's name for an error of its driver, such as `DatabaseNotReachable`. Null for any other error. */
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
