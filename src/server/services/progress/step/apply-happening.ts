import { fileHashesIn } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeChange } from "#core/run/advance-result.ts";
import type { Happening } from "#core/run/happening.ts";
import { advance } from "#core/run/reducer/advance.ts";
import { itemOf } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { nameFiles } from "#server/db/file/file-rows.ts";
import type { Changeset } from "./changeset.ts";
import { loadEndOutputs, loadMissingOutputs } from "./load-missing-outputs.ts";

/**
 * Each round loads missing outputs and starts again, so a second one is already rare; after this many, the rest is left
 * to another step.
 */
const patientRounds = 3;
/** More rounds mean that the reducer asks for what it already has. */
const maxRounds = 10;

/**
 * Lets the core decide what one happening means and adds it to the changeset. Returns false when it was a repeated or
 * late delivery and nothing changed.
 */
export async function applyHappening(
  tx: TenantSql,
  changeset: Changeset,
  happening: Happening,
): Promise<boolean> {
  const { run, plan } = changeset;
  for (let round = 0; round < maxRounds; round += 1) {
    const result = advance(plan, changeset.state, happening, {
      nowMs: run.nowMs,
      trigger: run.input,
      variables: run.variables,
      runId: run.runId,
      startedAtMs: run.startedAtMs,
      deadlineMs: run.deadlineMs,
      item: itemOf(run.child),
      outputs: changeset.outputs,
      outputsLeftOut: changeset.outputsLeftOut,
      reusedErrors: changeset.reusedErrors,
      workUnits: changeset.workLeft,
      leavesMissing: round >= patientRounds,
    });
    switch (result.kind) {
      case "ignored":
        return false;
      case "needs-outputs":
        if (result.isEnd) await loadEndOutputs(tx, changeset, result.nodeIds);
        else await loadMissingOutputs(tx, changeset, result.nodeIds);
        break;
      case "advanced":
        changeset.state = result.state;
        changeset.end = result.end;
        changeset.workLeft = result.workLeft;
        changeset.events.push(...result.events);
        changeset.effects.push(...result.effects);
        changeset.waits.push(...result.waits);
        for (const change of result.changes) addChange(changeset, change);
        if (happening.kind === "wait.ended") await keepFilesOf(tx, changeset, happening.nodeId);
        return true;
    }
  }
  throw new Error(`advance asked for outputs ${maxRounds} times in run ${run.runId}`);
}

/** Like a run's input, the answer to a wait comes from outside: the files that it refers to are kept with the run. */
async function keepFilesOf(tx: TenantSql, { run, outputs }: Changeset, nodeId: string): Promise<void> {
  const hashes = fileHashesIn(outputs.get(nodeId) ?? null);
  if (hashes.length > 0) await nameFiles(tx, run.workspaceId, run.runId, hashes);
}

function addChange(changeset: Changeset, change: NodeChange): void {
  changeset.changes.set(change.nodeId, { ...changeset.changes.get(change.nodeId), ...change });
  const output: Json | undefined = change.output;
  if (output !== undefined) changeset.outputs.set(change.nodeId, output);
}
