import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";

const saying = (expression: string) => ({
  name: "Saying",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    { id: "say", type: "transform" as const, name: "Say", config: { value: { said: expression } } },
  ],
  edges: [{ id: "e1", from: "start", to: "say" }],
});

test.use({ expectedFaults: [/status of 422/] });

test("a run becomes a test case, which blocks publishing a changed draft until its owner overrides it", async ({
  page,
  workspace,
  faults,
}) => {
  const { client } = workspace;
  const { pipelineId } = await client.pipelines.create.mutate({ definition: saying("input.word") });
  await client.pipelines.publish.mutate({ pipelineId });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "tides" } });
  const set = page.getByRole("region", { name: "Test set Cases" });
  const row = set.getByRole("listitem", { name: `Test case Run ${runId.slice(-8)}` });

  await test.step("with one click, and it is played immediately", async () => {
    await page.goto(`/${workspace.slug}/runs/${runId}`);
    await page.getByRole("button", { name: "Save as test case" }).click();
    await expect(page).toHaveURL(/show=tests/);
    await expect(row).toContainText("passed");
    await expectAccessible(page);
  });

  await test.step("its assertions are edited, and errors are shown", async () => {
    await row.getByRole("button", { name: /^Run / }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add assertion" }).click();
    const expression = dialog.getByRole("textbox", { name: "Expression" });
    await expression.fill("output.said >");
    await expect(dialog.getByRole("alert")).toContainText("expression:");
    await expect(dialog.getByRole("button", { name: "Save test case" })).toBeDisabled();
    await expectAccessible(page);
    await expression.fill("size(output.said) < 10");
    await dialog.getByRole("button", { name: "Save test case" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText("passed");
  });

  await test.step("judges show their price, and pass and fail", async () => {
    const { sets } = await client.tests.list.query({ pipelineId });
    const setId = sets[0]?.id;
    if (setId === undefined) throw new Error("The run was saved in no set.");
    const judge = (word: string) => ({
      ...{ kind: "judge" as const, of: "output.said", model: "sandbox/brief" },
      rubric: `It is about water.\n@contains ${word}`,
    });
    const assertions = [judge("tide"), judge("desert")];
    await client.tests.createCase.mutate({ setId, name: "Judged", input: { word: "tides" }, assertions });
    await page.reload();
    const judged = set.getByRole("listitem", { name: "Test case Judged" });
    await expect(judged).toContainText("not judged");
    const ask = set.getByRole("button", { name: "Ask the judges" });
    await ask.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("play money");
    await dialog.getByRole("button", { name: "Ask for 2 verdicts" }).click();
    const verdicts = judged.getByRole("list", { name: "Verdicts on Judged" }).getByRole("listitem");
    await expect(verdicts.nth(0)).toContainText(/yes.*\$0.*sandbox/);
    await expect(verdicts.nth(1)).toContainText(/no.*\$0.*sandbox/);
    await expect(ask).toBeFocused();
  });

  await test.step("a draft with another result fails the case, and the set blocks publishing", async () => {
    await set.getByRole("combobox", { name: /^Publishing/ }).selectOption("failed");
    await expect
      .poll(async () => (await client.tests.list.query({ pipelineId })).sets[0]?.gate)
      .toBe("failed");
    const definition = saying("input.word + '!'");
    await client.pipelines.saveDraft.mutate({ pipelineId, definition, expectedRevision: 1 });
    await page.reload();
    await expect(row).toContainText('output must be {"said":"tides"}, and is {"said":"tides!"}.');
    await expect(row).toContainText("was passed");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Publish Saying" });
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("Test cases do not pass");
    await dialog.getByRole("button", { name: "Publish anyway" }).click();
    await expect(dialog).toHaveCount(0);
    await expect
      .poll(async () => (await client.pipelines.get.query({ pipelineId })).publishedVersion)
      .toBe(2);
  });

  expect(faults).toEqual([]);
});
