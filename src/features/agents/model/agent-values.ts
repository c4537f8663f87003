import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Agent = RouterOutputs["agents"]["get"];

/** The form's values, all as typed text. */
export interface AgentFormValues {
  readonly key: string;
  readonly name: string;
  readonly instructions: string;
  readonly model: string;
  readonly maxTokens: string;
  readonly temperature: string;
  readonly fallbackModel: string;
  /** Empty: the model's default. */
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
