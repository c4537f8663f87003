import { AppError } from "#core/errors.ts";
import type { SessionId } from "#core/ids.ts";
import { findLiveSession } from "#server/db/identity/session-store.ts";
import type { UserContext } from "#server/services/context.ts";
import { endSession } from "./end-session.ts";

/**
 * Ends another session of the caller, effective with its next request.
 * @throws AppError NOT_FOUND for a session that is not the caller's, or has ended.
 */
export async function endOwnSession(
  context: UserContext,
  input: { readonly sessionId: SessionId },
): Promise<void> {
  const owner = await findLiveSession(context.db, input.sessionId);
  if (owner?.userId !== context.userId) {
    throw new AppError("NOT_FOUND", `You have no session ${input.sessionId}. It may have ended already.`);
  }
  await endSession(context, input.sessionId);
}
