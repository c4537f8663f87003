import { type ErrorInfo, toErrorInfo } from "#core/errors.ts";
import type { WaitId } from "#core/ids.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { toTroubleError } from "#server/services/health/to-trouble-error.ts";
import { type DecideWaitInput, type Decision, decideWait } from "./decide-wait.ts";

/** The result of one wait among several. */
export type DecidedWait =
  | { readonly waitId: WaitId; readonly ok: true; readonly decision: Decision }
  | {
      readonly waitId: WaitId;
      readonly ok: false;
      readonly error: Pick<ErrorInfo, "code" | "message">;
    };

/**
 * Makes the same choice for several waits, at most `mostDecided`, one after another. Each is decided separately, with
 * its own rights, audit event and transaction: one that cannot be decided, or was decided meanwhile, does not stop the
 * others. The answers are in the order of the request. If the database has trouble, the remaining ones are not tried
 * and get the same error, because the earlier results must still be returned.
 * @throws AppError FORBIDDEN for those who decide nothing at all; an error of one wait is part of the answer.
 */
export async function decideWaits(
  context: ServiceContext,
  { waitIds, ...choice }: Omit<DecideWaitInput, "waitId"> & { readonly waitIds: readonly WaitId[] },
): Promise<readonly DecidedWait[]> {
  authorize(context, "waits.decide");
  const decided: DecidedWait[] = [];
  for (const [index, waitId] of waitIds.entries()) {
    try {
      const decision = await decideWait(context, { waitId, ...choice });
      decided.push({ waitId, ok: true, decision });
    } catch (error) {
      const trouble = toTroubleError(error);
      const { code, message } = toErrorInfo(trouble ?? error);
      if (trouble !== null || code === "INTERNAL")
        context.log.error({ err: error, waitId }, "could not decide");
      const failed = trouble === null ? [waitId] : waitIds.slice(index);
      decided.push(...failed.map((each) => ({ waitId: each, ok: false as const, error: { code, message } })));
      if (trouble !== null) break;
    }
  }
  return decided;
}
