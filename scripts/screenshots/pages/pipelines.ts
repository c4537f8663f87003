import type { Page } from "@playwright/test";
import { inWorkspace, type PictureOf, pressing } from "../picture.ts";
import type { Scenario } from "../scenario.ts";

const pipeline = ({ pipelineId }: Scenario) => `pipelines/${pipelineId}`;

const openTab = (name: string) => async (page: Page) => {
  await page.getByRole("tab", { name }).click();
};

/** The drawing with the form of its first node, without the text. */
const openForm = async (page: Page) => {
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".react-flow__node button").nth(1).click();
};

const askForNode = async (page: Page) => {
  await page.locator(".react-flow__node button").nth(1).click();
  await page.keyboard.press("a");
};

/** The list, templates, and one pipeline with all its tabs and dialogs. */
export const pipelinePages: readonly PictureOf[] = [
  inWorkspace("pipelines", "pipelines"),
  inWorkspace("pipelines-menu", "pipelines", { act: pressing(/^More about/) }),
  inWorkspace("pipelines-none-fit", "pipelines", {
    act: (page) => page.getByRole("searchbox").fill("nothing of that name"),
  }),
  inWorkspace("pipeline-new", "pipelines/new"),
  inWorkspace("pipeline", pipeline),
  inWorkspace("pipeline-form", pipeline, { act: openForm, only: ["wide"] }),
  inWorkspace("pipeline-add-node", pipeline, { act: askForNode, only: ["wide"] }),
  inWorkspace("pipeline-runs", pipeline, { act: openTab("Runs") }),
  inWorkspace("pipeline-versions", pipeline, { act: openTab("Versions") }),
  inWorkspace("pipeline-tests", (scenario) => `${pipeline(scenario)}?show=tests`),
  inWorkspace("pipeline-tests-judge", (scenario) => `${pipeline(scenario)}?show=tests`, {
    act: inFirstVersion("Ask the judges"),
  }),
  inWorkspace("pipeline-tests-case", (scenario) => `${pipeline(scenario)}?show=tests`, {
    act: inFirstVersion("A licence that is new to its reader"),
  }),
  inWorkspace("pipeline-version", (scenario) => `${pipeline(scenario)}?show=versions&version=1`),
  inWorkspace("pipeline-restore", (scenario) => `${pipeline(scenario)}?show=versions&version=1`, {
    act: pressing("Use as draft"),
  }),
  inWorkspace("pipeline-run", pipeline, { act: pressing("Run pipeline") }),
  inWorkspace("pipeline-faulty", ({ faultyPipelineId }) => `pipelines/${faultyPipelineId}`),
  inWorkspace("pipeline-draft", ({ draftPipelineId }) => `pipelines/${draftPipelineId}`),
];

/** Plays the cases through the version they were recorded with, since the draft has changed. */
function inFirstVersion(pressed: string): NonNullable<PictureOf["act"]> {
  return async (page) => {
    await page.getByRole("combobox", { name: "Test", exact: true }).selectOption("1");
    await pressing(pressed)(page);
  };
}
