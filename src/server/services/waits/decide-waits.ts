import { AppError, type ErrorInfo } from "#core/errors.ts";
import type { WaitId } from "#core/ids.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type DecideWaitInput, type Decision, decideWait } from "./decide-wait.ts";

/** What came of one wait among several. */
export type DecidedWait =
  | { readonly waitId: WaitId; readonly ok: true; readonly decision: Decision }
  | {
      readonly waitId: WaitId;
      readonly ok: false;
      readonly error: Pick<ErrorInfo, "code" | "message">;
    };

/**
 * Makes the same choice for several waits, at most `mostDecided`, one after another. Each is decided by itself, with
 * its own rights, its own line in the audit log and its own transaction: one that cannot be decided, or was decided
 * meanwhile, keeps none of the others. The answers are in the order that was asked for.
 * @throws AppError FORBIDDEN for those who decide nothing at all; what is wrong with one wait is part of the answer.
 */
export async function decideWaits(
  context: ServiceContext,
  { waitIds, ...choice }: Omit<DecideWaitInput, "waitId"> & { readonly waitIds: readonly WaitId[] },
): Promise<readonly DecidedWait[]> {
  authorize(context, "waits.decide");
  const decided: DecidedWait[] = [];
  for (const waitId of waitIds) decided.push(await decideOne(context, { waitId, ...choice }));
  return decided;
}

async function decideOne(context: ServiceContext, input: DecideWaitInput): Promise<DecidedWait> {
  const { waitId } = input;
  try {
    return { waitId, ok: true, decision: await decideWait(context, input) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { waitId, ok: false, error: { code: error.code, message: error.message } };
  }
}
