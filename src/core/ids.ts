import { z } from "zod";

/** UUID ids are branded, so that a run id can never be used as a pipeline id. */
export const workspaceIdSchema = z.uuid().brand("WorkspaceId");
export const userIdSchema = z.uuid().brand("UserId");
export const sessionIdSchema = z.uuid().brand("SessionId");
export const pipelineIdSchema = z.uuid().brand("PipelineId");
export const pipelineVersionIdSchema = z.uuid().brand("PipelineVersionId");
export const agentIdSchema = z.uuid().brand("AgentId");
export const runIdSchema = z.uuid().brand("RunId");
export const artifactIdSchema = z.uuid().brand("ArtifactId");
export const waitIdSchema = z.uuid().brand("WaitId");
export const providerKeyIdSchema = z.uuid().brand("ProviderKeyId");
export const secretIdSchema = z.uuid().brand("SecretId");
export const apiTokenIdSchema = z.uuid().brand("ApiTokenId");
export const invitationIdSchema = z.uuid().brand("InvitationId");
export const budgetIdSchema = z.uuid().brand("BudgetId");
export const testSetIdSchema = z.uuid().brand("TestSetId");
export const testCaseIdSchema = z.uuid().brand("TestCaseId");
export const webhookEndpointIdSchema = z.uuid().brand("WebhookEndpointId");
export const webhookDeliveryIdSchema = z.uuid().brand("WebhookDeliveryId");
export const savedViewIdSchema = z.uuid().brand("SavedViewId");
export const triggerRowIdSchema = z.uuid().brand("TriggerRowId");

export type WorkspaceId = z.infer<typeof workspaceIdSchema>;
export type UserId = z.infer<typeof userIdSchema>;
export type SessionId = z.infer<typeof sessionIdSchema>;
export type PipelineId = z.infer<typeof pipelineIdSchema>;
export type PipelineVersionId = z.infer<typeof pipelineVersionIdSchema>;
export type AgentId = z.infer<typeof agentIdSchema>;
export type RunId = z.infer<typeof runIdSchema>;
export type ArtifactId = z.infer<typeof artifactIdSchema>;
export type WaitId = z.infer<typeof waitIdSchema>;
export type ProviderKeyId = z.infer<typeof providerKeyIdSchema>;
export type SecretId = z.infer<typeof secretIdSchema>;
export type ApiTokenId = z.infer<typeof apiTokenIdSchema>;
export type InvitationId = z.infer<typeof invitationIdSchema>;
export type BudgetId = z.infer<typeof budgetIdSchema>;
export type TestSetId = z.infer<typeof testSetIdSchema>;
export type TestCaseId = z.infer<typeof testCaseIdSchema>;
export type WebhookEndpointId = z.infer<typeof webhookEndpointIdSchema>;
export type WebhookDeliveryId = z.infer<typeof webhookDeliveryIdSchema>;
export type SavedViewId = z.infer<typeof savedViewIdSchema>;
/**
 * Of the row that keeps a trigger across the versions of its pipeline; `id` in a definition is chosen by its author.
 */
export type TriggerRowId = z.infer<typeof triggerRowIdSchema>;

/** The value of `run.id` when expressions are evaluated without a run: an id that no run has. */
export const noRunId = "00000000-0000-0000-0000-000000000000";

/** Node and edge ids are chosen by the author: short, readable, unique in one definition. */
export const nodeIdSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, "must start with a letter and hold only letters, digits, _ and -");
