import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type PipelineSummary = RouterOutputs["pipelines"]["list"]["pipelines"][number];
export type Pipeline = RouterOutputs["pipelines"]["get"];
/** A version with its frozen agents. */
export type VersionContent = RouterOutputs["pipelines"]["version"];
export type RunMark = PipelineSummary["lastRuns"][number];
export type RunSummary = RouterOutputs["runs"]["list"]["runs"][number];
export type TriggerView = RouterOutputs["triggers"]["list"]["triggers"][number];
export type Firing = RouterOutputs["triggers"]["firings"]["firings"][number];
