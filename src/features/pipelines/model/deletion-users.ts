import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type Dependents = RouterOutputs["pipelines"]["dependents"];

/**
 * Who depends on a pipeline, one sentence each, shown before it is deleted; and the warning to accept if current runs
 * may still call it, or null.
 */
export function deletionUsers(dependents: Dependents | undefined): {
  readonly users: readonly string[];
  readonly calling: string | null;
} {
  const { pipelines = [], apiUsers = [], callingRuns = [] } = dependents ?? {};
  const users = pipelines.map(({ pipelineName, callers, pinnedCallers, startsAfter }) => {
    const nodes = [...callers, ...pinnedCallers].join(", ");
    const calls = nodes === "" ? "" : `, which calls it in ${nodes}`;
    return `${pipelineName}${calls}${startsAfter ? ", which starts when it ends" : ""}`;
  });
  const programs = apiUsers.map(
    ({ tokenName }) => `Programs with the token ${tokenName}, which started runs of it`,
  );
  const whose = callingRuns.map(({ pipelineName, runs }) => `${pipelineName} (${runs})`).join(", ");
  const calling =
    whose === "" ? null : `Delete it although runs in progress may call it and then fail: ${whose}`;
  return { users: [...users, ...programs], calling };
}
