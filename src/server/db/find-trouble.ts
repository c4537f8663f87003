import { ConnectionLostError } from "./driver/direct-transaction.ts";
import { Prisma } from "./generated/client.ts";
import { adapterErrorKindOf, sqlStateOf } from "./sql-state.ts";

/**
 * What keeps the database from working for anybody, through no fault of the one who asks:
 * - `overloaded`: all connections were taken, so that the transaction was never begun.
 * - `disk-full`: what was to be written did not fit, so that nothing of the transaction is there.
 * - `away`: it did not answer, or not to the end: nobody knows whether the transaction is there.
 */
export type DatabaseTrouble = "overloaded" | "disk-full" | "away";

/** What the driver's pool says when nobody gave a connection back in time. */
const noConnectionInTime = "timeout exceeded when trying to connect";
/** Prisma's code for a transaction that could not begin in time. */
const noTransactionInTime = "P2028";
/** Prisma's words for a server that cannot be reached, does not answer in time, or has closed the connection. */
const unreachable: ReadonlySet<string> = new Set([
  "DatabaseNotReachable",
  "SocketTimeout",
  "ConnectionClosed",
]);
const diskFull = "53100";
/** SQLSTATE: a connection that failed, and a server that ends or has not come up. */
const connectionStates = /^(08|57P)/;
const maxCauses = 4;

/** Null for every error of another kind. */
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
  // What it was lost by may say more.
  return error instanceof ConnectionLostError ? (findTrouble(error.cause) ?? "away") : null;
}

/** The same code stands for a transaction that took too long, which has done something. */
function couldNotBegin({ code, message }: Prisma.PrismaClientKnownRequestError): boolean {
  return code === noTransactionInTime && message.includes("Unable to start a transaction");
}
