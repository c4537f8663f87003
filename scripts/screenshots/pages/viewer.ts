import type { PictureOf } from "../picture.ts";
import type { Scenario } from "../scenario.ts";

const seen = (name: string, path: (scenario: Scenario) => string): PictureOf => ({
  name: `viewer-${name}`,
  as: "viewer",
  path: (scenario) => `/${scenario.workspaceSlug}/${path(scenario)}`,
});

/** Pages as a viewer sees them, who may change nothing. */
export const viewerPages: readonly PictureOf[] = [
  seen("pipelines", () => "pipelines"),
  seen("pipeline", ({ pipelineId }) => `pipelines/${pipelineId}`),
  seen("run", ({ completedRunId }) => `runs/${completedRunId}?node=brief`),
  seen("agents", () => "agents"),
  seen("agent", ({ agentId }) => `agents/${agentId}`),
  seen("keys", () => "keys"),
  seen("tokens", () => "tokens"),
  seen("settings", () => "settings"),
];
