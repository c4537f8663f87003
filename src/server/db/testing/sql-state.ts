import { Prisma } from "#server/db/generated/client.ts";

/** PostgreSQL's own code of what it refused, through Prisma's queries and raw ones alike; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const adapterError = error.meta?.driverAdapterError;
  const cause: unknown = adapterError instanceof Error ? adapterError.cause : null;
  if (typeof cause !== "object" || cause === null || !("originalCode" in cause)) return null;
  return String(cause.originalCode);
}
