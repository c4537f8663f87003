import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

/** A run as stored at one moment. */
export type RunSnapshot = RouterOutputs["runs"]["get"];
export type NodeRunSnapshot = RunSnapshot["nodeRuns"][number];
export type AttemptSnapshot = RunSnapshot["attempts"][number];
export type ArtifactLine = RunSnapshot["artifacts"][number];
/** A run in a list. */
export type RunSummary = RouterOutputs["runs"]["list"]["runs"][number];
