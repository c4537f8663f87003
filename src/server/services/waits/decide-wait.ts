import { AppError } from "#core/errors.ts";
import type { UserId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import {
  type AskedOf,
  type CastVote,
  countVotes,
  standingVotes,
  whyNotDecide,
} from "#core/waits/decision.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import {
  addVote,
  type Decider,
  findDecider,
  listDeciders,
  type StoredWaitDetail,
} from "#server/db/wait/wait-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { applyHappening } from "#server/services/progress/step/apply-happening.ts";
import type { Changeset } from "#server/services/progress/step/changeset.ts";
import { commitProgress } from "#server/services/progress/step/commit-progress.ts";
import { openChangeset } from "#server/services/progress/step/open-changeset.ts";
import { asksAboutCall, endQuestion } from "#server/services/progress/talk/end-question.ts";
import { checkDecision } from "./check-decision.ts";
import { requireWait } from "./require-wait.ts";

export interface DecideWaitInput {
  readonly waitId: WaitId;
  readonly choice: string;
  /** The filled-in form. Null where there is none. */
  readonly form: Json;
}

/** A decision, whoever made it. */
export interface Decision {
  /** The choice that the run continues with. Null while more people must choose. */
  readonly resolution: string | null;
  /** Whose vote was decisive. Null while undecided. */
  readonly decidedBy: UserId | null;
  readonly decidedAtMs: number | null;
  /** How many more people must make the same choice. */
  readonly missing: number;
}

/**
 * Decides a wait, or adds a vote where several people must. The run continues in the same transaction. A later or
 * repeated decision gets the first one's answer. Until it is decided, people may change their choice: their last vote
 * counts.
 * @throws AppError FORBIDDEN for people who may not decide it, NOT_FOUND, INVALID_INPUT naming what is wrong with
 * choice or form, CONFLICT when the deadline had passed, or the run had ended, before anybody decided.
 */
export async function decideWait(context: ServiceContext, input: DecideWaitInput): Promise<Decision> {
  authorize(context, "waits.decide");
  const { workspaceId } = context.actor;
  const decided = await withTenantDirect(context.db, workspaceId, async (tx) => {
    const { runId, kind, title } = await requireWait(tx, workspaceId, input.waitId);
    if (kind !== "approval") {
      const message =
        kind === "budget"
          ? `"${title}" is not for people to decide: an owner or an admin can raise the limit under Budgets, and the run continues by itself.`
          : `"${title}" is not for people to decide: the run continues by itself when it comes.`;
      throw new AppError("INVALID_INPUT", message);
    }
    const changeset = await openChangeset(tx, context.runs, workspaceId, runId);
    if (changeset === null) throw new Error(`A wait has lost its run ${runId}`);
    return decideLocked(tx, context, changeset, input);
  });
  if ("late" in decided) throw new AppError("CONFLICT", decided.late);
  return decided;
}

/** Thrown after the transaction has committed, which may have ended the wait. */
interface Late {
  readonly late: string;
}

/** Under the row lock of the run, so the first answer is the only one. */
async function decideLocked(
  tx: DirectTransaction,
  context: ServiceContext,
  changeset: Changeset,
  input: DecideWaitInput,
): Promise<Decision | Late> {
  const { workspaceId, nowMs } = changeset.run;
  const wait = await requireWait(tx, workspaceId, input.waitId);
  const decider = await requireDecider(tx, context, workspaceId, wait);
  if (wait.ending !== null) return answerOf(wait);
  if (wait.deadlineAtMs !== null && nowMs >= wait.deadlineAtMs) {
    await endWait(tx, context, changeset, wait, { kind: "elapsed" });
    return { late: timeWasOver(wait) };
  }
  checkDecision(wait, input);
  const vote = {
    userId: decider.userId,
    address: decider.address,
    choice: input.choice,
    form: input.form,
    atMs: nowMs,
  };
  return castVote(tx, context, changeset, wait, vote);
}

/** A vote replaces an earlier one of the same person, as long as nothing is decided. */
async function castVote(
  tx: DirectTransaction,
  context: ServiceContext,
  changeset: Changeset,
  wait: StoredWaitDetail,
  vote: CastVote,
): Promise<Decision> {
  const { workspaceId } = changeset.run;
  const { waitId, runId, nodeId, quorum, argumentsHash } = wait;
  const { choice } = vote;
  const votes = [...wait.votes, vote];
  const count = countVotes(await standing(tx, workspaceId, wait, votes), choice, quorum);
  const earlier = wait.votes.find(({ userId }) => userId === vote.userId);
  const isAgain = earlier?.choice === choice && sameJson(earlier.form, vote.form);
  if (count.missing > 0 && isAgain) return pending(count.missing);
  if (!(await addVote(tx, workspaceId, waitId, vote)))
    throw new Error(`Wait ${waitId} ended under its run's lock`);
  await recordAudit(tx, context.actor, "wait.decide", waitId, { runId, nodeId, choice, argumentsHash });
  if (count.missing > 0) return pending(count.missing);
  const by = count.for.map(({ userId, address }) => ({ userId, address }));
  await endWait(tx, context, changeset, wait, {
    kind: "decided",
    choice,
    form: vote.form,
    by,
    atMs: vote.atMs,
  });
  return { resolution: choice, decidedBy: context.actor.userId, decidedAtMs: vote.atMs, missing: 0 };
}

/** Other people's votes count only while they may still decide. */
async function standing(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  wait: StoredWaitDetail,
  votes: readonly CastVote[],
): Promise<readonly CastVote[]> {
  const people = await listDeciders(
    tx,
    workspaceId,
    votes.map(({ userId }) => userId),
  );
  const able = people.filter(({ role }) => isAllowed(role, "waits.decide"));
  return standingVotes(votes, askedOf(wait), able);
}

function askedOf({ deciders, noSelfApproval, startedByUserId }: StoredWaitDetail): AskedOf {
  return { deciders: deciders ?? { roles: [], members: [] }, noSelfApproval, startedByUserId };
}

function pending(missing: number): Decision {
  return { resolution: null, decidedBy: null, decidedAtMs: null, missing };
}

async function endWait(
  tx: DirectTransaction,
  { runs }: ServiceContext,
  changeset: Changeset,
  { nodeId }: StoredWaitDetail,
  answer: WaitAnswer,
): Promise<void> {
  const asking = asksAboutCall(changeset, nodeId);
  await (asking === null
    ? applyHappening(tx, changeset, { kind: "wait.ended", nodeId, answer })
    : endQuestion(tx, changeset, asking, answer));
  await commitProgress(tx, runs, changeset, "go-on");
}

/** The person's current right, not the one when the request arrived. */
async function requireDecider(
  tx: DirectTransaction,
  { actor }: ServiceContext,
  workspaceId: WorkspaceId,
  wait: StoredWaitDetail,
): Promise<Decider> {
  const decider = await findDecider(tx, workspaceId, actor.userId);
  if (decider === null || !isAllowed(decider.role, "waits.decide")) {
    throw new AppError("FORBIDDEN", "You can no longer decide in this workspace. Ask an admin of it.");
  }
  const reason = whyNotDecide(askedOf(wait), decider);
  if (reason !== null) throw new AppError("FORBIDDEN", reason);
  return decider;
}

function answerOf(wait: StoredWaitDetail): Decision | Late {
  const { ending, choice, resolvedByUserId, votes } = wait;
  if (ending === "decided") {
    const decidedAtMs = votes.at(-1)?.atMs ?? null;
    return { resolution: choice, decidedBy: resolvedByUserId, decidedAtMs, missing: 0 };
  }
  if (ending === "elapsed") return { late: timeWasOver(wait) };
  return { late: "The run ended before anybody had decided: there is nothing left to decide." };
}

function timeWasOver({ deadlineAtMs }: StoredWaitDetail): string {
  const at = deadlineAtMs === null ? "" : ` at ${new Date(deadlineAtMs).toISOString()}`;
  return `The time for this decision ran out${at}: the run has continued without it.`;
}
