import { AppError } from "#core/errors.ts";
import { senderHeader, senderMark } from "#server/crypto/sender-mark.ts";

/** A pipeline that could start itself would loop until the money is gone. */
export function findOwnSender(headers: Headers, publicOrigin: string): AppError | null {
  if (headers.get(senderHeader) !== senderMark(publicOrigin)) return null;
  return new AppError(
    "FORBIDDEN",
    "A pipeline may not call the Penstock that runs it: it could go round in circles. Put the nodes into one pipeline instead.",
  );
}
