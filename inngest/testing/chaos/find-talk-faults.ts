import { type RunId, workspaceIdSchema } from "#core/ids.ts";
import { callKeyOf } from "#engine/end-user-id.ts";
import type { BillingEntry } from "#providers/sandbox/billing-log.ts";
import { billByUser, billedCallsOf } from "../find-bill-faults.ts";
import { type Fault, type RunFault, tooMany, unless } from "../find-faults.ts";
import type { HttpSink } from "../http-sink.ts";
import { type RunFacts, readRunFacts } from "../read-run-facts.ts";
import type { StageDatabase } from "../set-stage.ts";
import { turnsOfATalk } from "./talks.ts";

interface TalkStep {
  readonly seq: number;
  readonly kind: "model" | "tool";
  readonly status: string;
  readonly tool: string | null;
  readonly callId: string | null;
  readonly decision: "approved" | "rejected" | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What the agents with tools did, all of them together. */
export interface TalkFigures {
  readonly talks: number;
  /** Those written down, and those that were lost or cut off and taken again. */
  readonly turns: number;
  readonly lostTurns: number;
  /** Of the tool that acts: those made, those of which nobody knows, and those that people rejected. */
  readonly acts: number;
  readonly unknownActs: number;
  readonly rejectedActs: number;
}

type Bill = readonly Readonly<BillingEntry>[];

/**
 * Holds each talk against the vendor's bill and against what the receiver heard: no turn that was written down is
 * bought twice, no call that acts is made twice or against a decision, and every step has ended.
 */
export async function checkTalks(
  database: StageDatabase,
  bill: Bill,
  sink: Pick<HttpSink, "requests">,
  runIds: readonly RunId[],
): Promise<{ readonly faults: readonly RunFault[]; readonly figures: TalkFigures }> {
  const acts = sink.requests.filter(({ path }) => path.startsWith("/act/"));
  const heard = new Map([...Map.groupBy(acts, ({ key }) => key)].map(([key, all]) => [key, all.length]));
  const faults: RunFault[] = [];
  const all: TalkStep[] = [];
  const billOf = billByUser(bill);
  for (const runId of runIds) {
    const facts = await readRunFacts(database, runId);
    const steps = await readTalk(database, runId);
    const waits = await readOpenWaits(database, runId);
    const node = facts.nodeRuns.find(({ nodeId }) => nodeId === "talk");
    const calls = node === undefined ? [] : await billedCallsOf(facts, node, billOf);
    const found = [
      ...endFaults(facts, steps, waits),
      ...turnFaults(steps, calls),
      ...(await actFaults(facts, steps, heard)),
    ];
    faults.push(...found.map((fault) => ({ runId, ...fault })));
    all.push(...steps);
  }
  const [first] = runIds;
  if (heard.size > 0 && first !== undefined) {
    const words = `the receiver heard ${heard.size} calls that no step of any agent is`;
    faults.push({ runId: first, kind: "unaccounted", words });
  }
  return { faults, figures: { talks: runIds.length, ...figuresOf(all) } };
}

function readTalk({ asOwner }: StageDatabase, runId: RunId): Promise<readonly TalkStep[]> {
  return asOwner<TalkStep>(
    `select seq, kind, status, tool, call_id as "callId", decision, input_tokens::float8 as "inputTokens",
            output_tokens::float8 as "outputTokens"
       from node_steps where run_id = $1 and node_id = 'talk' order by seq`,
    [runId],
  );
}

/** What it still waits for, as words behind its status. */
async function readOpenWaits({ asOwner }: StageDatabase, runId: RunId): Promise<string> {
  const open = await asOwner<{ kind: string; step: number | null }>(
    "select kind, step from waits where run_id = $1 and ending is null",
    [runId],
  );
  return open.map(({ kind, step }) => `, and waits for ${kind} (step ${step ?? "none"})`).join("");
}

function endFaults(run: RunFacts, steps: readonly TalkStep[], waits: string): readonly Fault[] {
  const open = steps.filter(({ status }) => status === "planned" || status === "running");
  const attempts = run.attempts.filter(({ status }) => status === "running");
  const turns = completedTurns(steps).length;
  return [
    ...unless(run.status === "completed", "stuck", `the talk is ${run.status}${waits}`),
    ...unless(run.leases === 0, "contradictory", `the talk has ended and holds ${run.leases} leases`),
    ...unless(
      open.length + attempts.length === 0,
      "stuck",
      `${open.length} steps of the talk have not ended`,
    ),
    ...unless(
      turns === turnsOfATalk,
      tooMany(turns, turnsOfATalk),
      `the talk has ${turns} turns and not ${turnsOfATalk}`,
    ),
    ...unless(
      steps.every(({ seq }, index) => seq === index + 1),
      "lost",
      `the steps of the talk are numbered ${steps.map(({ seq }) => seq).join(", ")}`,
    ),
  ];
}

/** Each turn that was written down is a call that the vendor billed so; what else it billed is a lost one. */
function turnFaults(steps: readonly TalkStep[], calls: Bill): readonly Fault[] {
  const turns = steps.filter(({ kind }) => kind === "model");
  const left = [...calls];
  const unbilled = completedTurns(steps).filter((turn) => {
    const at = left.findIndex((one) => isAsBilled(turn, one));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  const doubtful = turns.length - completedTurns(steps).length;
  return [
    ...unless(
      unbilled.length === 0,
      "unaccounted",
      `${unbilled.length} turns of the talk are booked with what nobody billed`,
    ),
    ...unless(
      left.length <= doubtful,
      "doubled",
      `the vendor billed ${calls.length} turns of the talk, and it has ${turns.length}, ${doubtful} of them lost`,
    ),
    ...unless(
      left.every(({ outcome }) => outcome !== "open"),
      "stuck",
      "a turn of the talk is still out at the vendor",
    ),
  ];
}

/** Takes out of `heard` what belongs to the steps of this run. */
async function actFaults(
  { runId, workspaceId }: RunFacts,
  steps: readonly TalkStep[],
  heard: Map<string, number>,
): Promise<readonly Fault[]> {
  const of = { workspaceId: workspaceIdSchema.parse(workspaceId), runId, nodeId: "talk" };
  const faults: Fault[] = [];
  for (const { seq, status, callId, decision } of steps.filter(isAct)) {
    const key = await callKeyOf(of, seq, callId ?? "");
    const count = heard.get(key) ?? 0;
    heard.delete(key);
    const said = `call ${seq} of the talk (${status}, ${decision ?? "not decided"}) came ${count} times`;
    const isRight = count === 1 ? decision === "approved" : count === 0 && status !== "completed";
    faults.push(...unless(isRight, count > 1 ? "doubled" : "contradictory", said));
    const isToldRight = decision === "rejected" ? status === "failed" : /^(completed|unknown)$/.test(status);
    faults.push(...unless(isToldRight, "contradictory", said));
  }
  return faults;
}

function figuresOf(steps: readonly TalkStep[]): Omit<TalkFigures, "talks"> {
  const turns = completedTurns(steps).length;
  const acts = steps.filter(isAct);
  return {
    turns,
    lostTurns: steps.filter(({ kind }) => kind === "model").length - turns,
    acts: acts.filter(({ status }) => status === "completed").length,
    unknownActs: acts.filter(({ status }) => status === "unknown").length,
    rejectedActs: acts.filter(({ decision }) => decision === "rejected").length,
  };
}

function completedTurns(steps: readonly TalkStep[]): readonly TalkStep[] {
  return steps.filter(({ kind, status }) => kind === "model" && status === "completed");
}

function isAct({ tool }: TalkStep): boolean {
  return tool === "act";
}

function isAsBilled(turn: TalkStep, call: Bill[number]): boolean {
  return turn.inputTokens === call.inputTokens && turn.outputTokens === call.outputTokens;
}
