import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";

/** The pipeline of the recorded run: two agents in parallel, a condition, a writer and an artifact. */
export const recordedDefinition: PipelineDefinition = pipelineDefinitionSchema.parse({
  name: "Licence brief",
  description: "Reads a licence twice at the same time, then writes a brief.",
  variables: { audience: { default: "a product team" } },
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    agent("obligations", "Obligations", "List what this text obliges us to do:\n{{ input }}"),
    agent("risks", "Risks", "List the risks in this text:\n{{ input }}"),
    {
      id: "enough",
      type: "condition",
      name: "Enough to say?",
      config: { condition: "size(nodes.obligations.output) > 80" },
    },
    agent(
      "brief",
      "Write the brief",
      "Write a brief for {{ audience }} from:\n{{ nodes.obligations.output }}",
    ),
    agent("excuse", "Say there is nothing", "Say in one sentence that nothing was found."),
    {
      id: "save",
      type: "action",
      name: "Save the brief",
      config: { action: "artifact.save", name: "brief.md", content: "{{ input }}" },
    },
  ],
  edges: [
    { id: "e1", from: "start", to: "obligations" },
    { id: "e2", from: "start", to: "risks" },
    { id: "e3", from: "obligations", to: "enough" },
    { id: "e4", from: "risks", to: "enough" },
    { id: "e5", from: "enough", to: "brief", condition: "true" },
    { id: "e6", from: "enough", to: "excuse", condition: "false" },
    { id: "e7", from: "brief", to: "save" },
  ],
});

function agent(id: string, name: string, task: string) {
  return { id, type: "agent", name, config: { model: "sandbox/brief", task } };
}
