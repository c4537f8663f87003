import { Prisma } from "./generated/client.ts";

/** What the driver's pool says when nobody gave a connection back in time. */
const noConnectionInTime = "timeout exceeded when trying to connect";
/** Prisma's code for a transaction that could not begin in time. */
const noTransactionInTime = "P2028";
const maxCauses = 4;

/** Whether a transaction was never begun because all connections were taken: nothing has happened, and a little later it may go well. */
export function isOverloaded(error: unknown): boolean {
  let each = error;
  for (let depth = 0; depth < maxCauses && each instanceof Error; depth += 1) {
    if (each.message.includes(noConnectionInTime)) return true;
    if (each instanceof Prisma.PrismaClientKnownRequestError && couldNotBegin(each)) return true;
    each = each.cause;
  }
  return false;
}

/** The same code stands for a transaction that took too long, which has done something. */
function couldNotBegin({ code, message }: Prisma.PrismaClientKnownRequestError): boolean {
  return code === noTransactionInTime && message.includes("Unable to start a transaction");
}
