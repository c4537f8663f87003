import type { ServiceTools } from "#server/services/context.ts";
import type { RunStarter } from "#server/services/runs/start/begin-run.ts";

/** What is needed to start triggered runs, in any process. */
export interface TriggerTools extends Pick<ServiceTools, "db" | "log" | "newId"> {
  readonly runs: RunStarter["runs"];
}
