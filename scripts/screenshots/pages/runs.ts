import type { Page } from "@playwright/test";
import { inWorkspace, type PictureOf, pressing } from "../picture.ts";
import type { Scenario } from "../scenario.ts";

/** The text so far when the picture is taken. */
const spokenCharacters = 1_100;

const run = (
  name: string,
  idOf: (scenario: Scenario) => string,
  query = "",
  act?: PictureOf["act"],
): PictureOf =>
  inWorkspace(name, (scenario) => `runs/${idOf(scenario)}${query}`, act === undefined ? {} : { act });

const streaming = (name: string, query: string, act?: PictureOf["act"]): PictureOf => ({
  name,
  as: "demo",
  path: () => "/",
  async before(scenario) {
    const runId = await scenario.startStreaming();
    return {
      path: `/${scenario.workspaceSlug}/runs/${runId}${query}`,
      end: () => scenario.stop(runId),
    };
  },
  ...(act === undefined ? {} : { act }),
});

/** The last node is streaming, and those before it have a cost. */
async function hearBrief(page: Page): Promise<void> {
  await page.waitForFunction(
    ({ region, length }) => (document.querySelector(region)?.textContent ?? "").length > length,
    { region: '[role="region"][aria-label="Text of Brief"]', length: spokenCharacters },
  );
}

const openTab = (name: string) => async (page: Page) => {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
};

const completed = ({ completedRunId }: Scenario) => completedRunId;
const failed = ({ failedRunId }: Scenario) => failedRunId;
const retried = ({ retriedRunId }: Scenario) => retriedRunId;

/** The list, and runs in every state. */
export const runPages: readonly PictureOf[] = [
  streaming("run-streaming", "?node=brief", hearBrief),
  streaming("run-begun", ""),
  run("run-completed", completed),
  run("run-completed-node", completed, "?node=brief"),
  run("run-input", completed, "?node=brief", openTab("Input")),
  run("run-log", completed, "?node=brief", openTab("Log")),
  run("run-config", completed, "?node=brief", openTab("Config")),
  run("run-artifact", completed, "?node=save"),
  run("run-fork", completed, "?node=brief", pressing("Fork from here")),
  inWorkspace(
    "runs-compared",
    ({ completedRunId, repeatedRunId }) => `runs/compare?a=${completedRunId}&b=${repeatedRunId}`,
  ),
  run("run-failed", failed),
  run("run-resume", failed, "", pressing("Resume run")),
  run("run-failed-node", failed, "?node=writer"),
  run("run-retried", retried, "?node=writer"),
  run("run-tries", retried, "?node=writer", openTab("Tries")),
  run("run-try-explained", retried, "?node=writer", async (page) => {
    await openTab("Tries")(page);
    await page
      .getByRole("button", { name: /^Why\? How the cost/ })
      .first()
      .click();
    await page.getByText("Play money").waitFor();
  }),
  run("run-cancelled", ({ cancelledRunId }) => cancelledRunId, "?node=risks"),
  run("run-asking", ({ askingRunId }) => askingRunId, ""),
  run("run-asking-node", ({ askingRunId }) => askingRunId, "?node=ask"),
  inWorkspace("decisions", "decisions"),
  inWorkspace("decisions-faults", "decisions", { act: pressing("Send") }),
  inWorkspace("decisions-ended", "decisions?show=ended"),
  inWorkspace("runs", "runs"),
  inWorkspace("runs-filtered", "runs?status=failed"),
  inWorkspace("runs-filters", "runs", { act: pressing("Filters"), only: ["phone", "zoomed"] }),
  inWorkspace("runs-chosen", "runs", {
    act: (page) => page.getByRole("checkbox", { name: "Select all runs on this page" }).check(),
  }),
  inWorkspace("runs-none-fit", "runs?status=timeout"),
  inWorkspace("runs-unreachable", "runs", {
    expects: /ERR_FAILED/,
    async act(page) {
      await page.route("**/api/trpc/**", (route) => route.abort());
      await page.getByRole("main").getByRole("alert").waitFor({ timeout: 60_000 });
    },
  }),
];
