import type { PipelineId, RunId, WaitId } from "#core/ids.ts";

/** What people ask a web process for. */
export type Wish =
  | {
      readonly kind: "start";
      readonly pipelineId: PipelineId;
      readonly input: string;
      readonly idempotencyKey: string;
    }
  | { readonly kind: "cancel"; readonly runId: RunId; readonly undo: boolean }
  | { readonly kind: "decide"; readonly runId: RunId; readonly waitId: WaitId; readonly choice: string };

export interface AskedWish {
  readonly id: number;
  readonly wish: Wish;
}

/** The run that it is about, or why it could not be done. */
export type Answered =
  | { readonly id: number; readonly runId: RunId }
  | { readonly id: number; readonly error: string };
