import type { Page } from "@playwright/test";
import type { Scenario } from "./scenario.ts";

/** A page to take pictures of. */
export interface PictureOf {
  readonly name: string;
  /** Who looks at it. */
  readonly as: "stranger" | "demo";
  path(scenario: Scenario): string;
  /** Makes what the picture needs, before the page is opened; its end is called after the pictures. */
  readonly before?: (scenario: Scenario) => Promise<Live>;
  /** Brings the page to what the picture is of. */
  readonly act?: (page: Page) => Promise<void>;
}

interface Live {
  readonly path: string;
  end(): Promise<void>;
}

const inWorkspace = (name: string, path: string, act?: PictureOf["act"]): PictureOf => ({
  name,
  as: "demo",
  path: ({ workspaceSlug }) => `/${workspaceSlug}/${path}`,
  ...(act === undefined ? {} : { act }),
});

const run = (name: string, idOf: (scenario: Scenario) => string, query = ""): PictureOf => ({
  name,
  as: "demo",
  path: (scenario) => `/${scenario.workspaceSlug}/runs/${idOf(scenario)}${query}`,
});

/** So much has been said when the picture is taken. */
const spokenCharacters = 700;

const streaming: PictureOf = {
  name: "run-streaming",
  as: "demo",
  path: () => "/",
  async before(scenario) {
    const runId = await scenario.startStreaming();
    return {
      path: `/${scenario.workspaceSlug}/runs/${runId}?node=obligations`,
      end: () => scenario.stop(runId),
    };
  },
  async act(page) {
    await page.waitForFunction(
      ({ region, length }) => (document.querySelector(region)?.textContent ?? "").length > length,
      { region: '[role="region"][aria-label="Text of Obligations"]', length: spokenCharacters },
    );
  },
};

export const pages: readonly PictureOf[] = [
  { name: "sign-in", as: "stranger", path: () => "/sign-in" },
  { name: "sign-in-refused", as: "stranger", path: () => "/sign-in?error=INVALID_CREDENTIALS" },
  { name: "sign-up", as: "stranger", path: () => "/sign-up" },
  streaming,
  run("run-completed", ({ completedRunId }) => completedRunId),
  run("run-completed-node", ({ completedRunId }) => completedRunId, "?node=brief"),
  run("run-failed", ({ failedRunId }) => failedRunId),
  run("run-retried", ({ retriedRunId }) => retriedRunId, "?node=writer"),
  run("run-cancelled", ({ cancelledRunId }) => cancelledRunId, "?node=risks"),
  inWorkspace("pipelines", "pipelines"),
  inWorkspace("pipeline-new", "pipelines/new"),
  {
    name: "pipeline",
    as: "demo",
    path: ({ workspaceSlug, pipelineId }) => `/${workspaceSlug}/pipelines/${pipelineId}`,
  },
  inWorkspace("runs", "runs"),
  inWorkspace("agents", "agents"),
  inWorkspace("keys", "keys"),
  inWorkspace("tokens", "tokens"),
  inWorkspace("settings", "settings"),
  inWorkspace("not-found", "runs/00000000-0000-7000-8000-000000000000"),
];
