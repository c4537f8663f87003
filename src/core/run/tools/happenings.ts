import type { ErrorInfo } from "#core/errors.ts";

/** What happens to an agent whose tools are pipelines. */
export type ToolRunHappening =
  /** An attempt ends here, between two steps of an agent with tools: calls of it have started runs. */
  | { readonly kind: "tool-runs.begun"; readonly nodeId: string; readonly attempt: number }
  /** All of these have ended: the agent continues, or fails with an error that its model cannot do anything about. */
  | {
      readonly kind: "tool-runs.ended";
      readonly nodeId: string;
      readonly attempt: number;
      readonly error: ErrorInfo | null;
      /** As for a failed attempt. */
      readonly jitter: number;
    };
