import { fileHashesIn } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeChange } from "#core/run/advance-result.ts";
import type { Happening } from "#core/run/happening.ts";
import { advance } from "#core/run/reducer/advance.ts";
import { itemOf } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { nameFiles } from "#server/db/file/file-rows.ts";
import { loadEndOutputs, loadMissingOutputs } from "./load-missing-outputs.ts";
import type { ProgressStep } from "./progress-step.ts";

/**
 * Every round loads what was asked for and begins again, so a second one is already rare; after this many, what is
 * still lacking is left to another step.
 */
const patientRounds = 3;
/** This many mean that the reducer asks for what it has. */
const maxRounds = 10;

/**
 * Lets the core decide what one happening means and adds it to the draft. Returns false when it was a repeated or late
 * delivery and nothing changed.
 */
export async function applyHappening(
  tx: TenantSql,
  draft: ProgressStep,
  happening: Happening,
): Promise<boolean> {
  const { run, plan } = draft;
  for (let round = 0; round < maxRounds; round += 1) {
    const result = advance(plan, draft.state, happening, {
      nowMs: run.nowMs,
      trigger: run.input,
      variables: run.variables,
      runId: run.runId,
      startedAtMs: run.startedAtMs,
      deadlineMs: run.deadlineMs,
      item: itemOf(run.child),
      outputs: draft.outputs,
      outputsLeftOut: draft.outputsLeftOut,
      reusedErrors: draft.reusedErrors,
      workUnits: draft.workLeft,
      leavesMissing: round >= patientRounds,
    });
    switch (result.kind) {
      case "ignored":
        return false;
      case "needs-outputs":
        if (result.isEnd) await loadEndOutputs(tx, draft, result.nodeIds);
        else await loadMissingOutputs(tx, draft, result.nodeIds);
        break;
      case "advanced":
        draft.state = result.state;
        draft.end = result.end;
        draft.workLeft = result.workLeft;
        draft.events.push(...result.events);
        draft.effects.push(...result.effects);
        draft.waits.push(...result.waits);
        for (const change of result.changes) addChange(draft, change);
        if (happening.kind === "wait.ended") await keepFilesOf(tx, draft, happening.nodeId);
        return true;
    }
  }
  throw new Error(`advance asked for outputs ${maxRounds} times in run ${run.runId}`);
}

/** What a run waited for comes from outside, as its input did: the files that it names are kept with the run. */
async function keepFilesOf(tx: TenantSql, { run, outputs }: ProgressStep, nodeId: string): Promise<void> {
  const hashes = fileHashesIn(outputs.get(nodeId) ?? null);
  if (hashes.length > 0) await nameFiles(tx, run.workspaceId, run.runId, hashes);
}

function addChange(draft: ProgressStep, change: NodeChange): void {
  draft.changes.set(change.nodeId, { ...draft.changes.get(change.nodeId), ...change });
  const output: Json | undefined = change.output;
  if (output !== undefined) draft.outputs.set(change.nodeId, output);
}
