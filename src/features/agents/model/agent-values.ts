import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Agent = RouterOutputs["agents"]["get"];

/** What stands in the form: all of it text, as people type it. */
export interface AgentFormValues {
  readonly key: string;
  readonly name: string;
  readonly instructions: string;
  readonly model: string;
  readonly maxTokens: string;
  readonly temperature: string;
  readonly fallbackModel: string;
  /** Empty: as the model does by itself. */
  readonly effort: string;
}

export const emptyAgent: AgentFormValues = {
  key: "",
  name: "",
  instructions: "",
  model: "sandbox/brief",
  maxTokens: "4096",
  temperature: "",
  fallbackModel: "",
  effort: "",
};

export function valuesOf(agent: Agent): AgentFormValues {
  return {
    key: agent.key,
    name: agent.name,
    instructions: agent.instructions,
    model: agent.model,
    maxTokens: String(agent.maxTokens),
    temperature: agent.temperature === null ? "" : String(agent.temperature),
    fallbackModel: agent.fallbackModel ?? "",
    effort: agent.effort ?? "",
  };
}
