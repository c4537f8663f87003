import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type PipelineSummary = RouterOutputs["pipelines"]["list"]["pipelines"][number];
export type Pipeline = RouterOutputs["pipelines"]["get"];
export type PipelineVersion = RouterOutputs["pipelines"]["versions"]["versions"][number];
export type RunSummary = RouterOutputs["runs"]["list"]["runs"][number];
