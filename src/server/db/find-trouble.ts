import { ConnectionLostError } from "./driver/direct-transaction.ts";
import { Prisma } from "./generated/client.ts";
import { adapterErrorKindOf, sqlStateOf } from "./sql-state.ts";

/**
 * Why the database works for nobody at the moment:
 * - `overloaded`: all connections were in use, so the transaction never began.
 * - `disk-full`: the write did not fit, so the transaction was rolled back.
 * - `away`: no answer, or an incomplete one: it is unknown whether the transaction committed.
 */
export type DatabaseTrouble = "overloaded" | "disk-full" | "away";

/** The driver's pool error when no connection became free in time. */
const noConnectionInTime = "timeout exceeded when trying to connect";
/** Prisma's code for a transaction that could not begin in time. */
const noTransactionInTime = "P2028";
/** Prisma's codes for a server that cannot be reached, does not answer in time, or has closed the connection. */
const unreachable: ReadonlySet<string> = new Set([
  "DatabaseNotReachable",
  "SocketTimeout",
  "ConnectionClosed",
]);
const diskFull = "53100";
/** SQLSTATE: a failed connection, or a server that is shutting down or starting. */
const connectionStates = /^(08|57P)/;
const maxCauses = 4;

/** Null for any other error. */
export function findTrouble(error: unknown): DatabaseTrouble | null {
  let each = error;
  for (let depth = 0; depth < maxCauses && each instanceof Error; depth += 1) {
    const trouble = troubleOf(each);
    if (trouble !== null) return trouble;
    each = each.cause;
  }
  return null;
}

function troubleOf(error: Error): DatabaseTrouble | null {
  if (error.message.includes(noConnectionInTime)) return "overloaded";
  const state = sqlStateOf(error);
  if (state === diskFull) return "disk-full";
  if (state !== null) return connectionStates.test(state) ? "away" : null;
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (couldNotBegin(error)) return "overloaded";
    return unreachable.has(adapterErrorKindOf(error) ?? "") ? "away" : null;
  }
  // The error that caused the loss may be more specific.
  return error instanceof ConnectionLostError ? (findTrouble(error.cause) ?? "away") : null;
}

/** The same code is used for a transaction that took too long, which may have done something. */
function couldNotBegin({ code, message }: Prisma.PrismaClientKnownRequestError): boolean {
  return code === noTransactionInTime && message.includes("Unable to start a transaction");
}
