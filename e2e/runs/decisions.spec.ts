import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

const definition = {
  name: "Letter",
  nodes: [
    { id: "start", type: "trigger" as const, name: "Start" },
    {
      id: "ask",
      type: "wait" as const,
      name: "Ask",
      config: {
        for: "approval" as const,
        title: "Send the letter?",
        show: "It says **good morning**.",
        choices: ["send", "keep"],
        form: {
          type: "object",
          required: ["to"],
          properties: { to: { type: "string", title: "To whom", maxLength: 60 } },
        },
      },
    },
    { id: "sent", type: "transform" as const, name: "Sent", config: { value: { to: "input.form.to" } } },
  ],
  edges: [
    { id: "e1", from: "start", to: "ask" },
    { id: "e2", from: "ask", to: "sent", condition: "send" },
  ],
};

test("a run asks for a decision, and continues with the branch that was chosen", async ({
  page,
  workspace,
}) => {
  const home = `/${workspace.slug}`;
  const pipelineId = await workspace.createPipeline(definition);
  await test.step("without decisions the page explains them", async () => {
    await page.goto(`${home}/decisions`);
    await expect(page.getByRole("heading", { name: "Nothing waits for a decision" })).toBeVisible();
    await expectAccessible(page);
  });
  const { path } = await workspace.startRun(pipelineId);
  const card = page.getByRole("article", { name: "Send the letter?" });

  await test.step("the home page and the navigation show open decisions", async () => {
    await page.goto(home);
    const waiting = page.getByRole("region", { name: "Waiting for you" });
    await expect(waiting).toContainText("Send the letter?");
    await expect(page.getByRole("link", { name: "Decisions 1 waiting for you" })).toBeVisible();
    await waiting.getByRole("link", { name: "Decide" }).click();
    await expect(card).toContainText("good morning");
    await expect(card).toContainText("nothing more: no model is called");
    await expectAccessible(page);
  });

  await test.step("on the run page an empty field is reported, and the keyboard is enough", async () => {
    await page.goto(path);
    await expect(runPage(page).topLine).toContainText("waiting");
    await card.getByRole("button", { name: "Send" }).focus();
    await page.keyboard.press("Enter");
    await expect(card.getByRole("alert")).toContainText("Fill this in.");
    const field = card.getByLabel("To whom");
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(/At most 60 characters\./);
    await field.fill("Ana ".repeat(20));
    await card.getByRole("button", { name: "Send" }).focus();
    await page.keyboard.press("Enter");
    await expect(card.getByRole("alert")).toHaveText("This must have at most 60 characters.");
    await expect(field).toBeFocused();
    await field.fill("Ana");
    await card.getByRole("button", { name: "Send" }).focus();
    await page.keyboard.press("Enter");
    await expect(runPage(page).topLine).toContainText("completed");
    await expect(card).toHaveCount(0);
  });

  await test.step("a decision is kept with the person who made it", async () => {
    await page.goto(`${home}/decisions?show=ended`);
    await expect(card).toContainText("send, by");
    await page.goto(`${path}?node=ask`);
    await expect(card).toContainText("send, by");
  });

  await test.step("several decisions with the same question are made together", async () => {
    const plainly = await workspace.createPipeline({
      name: "Letters",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        {
          id: "ask",
          type: "wait",
          name: "Ask",
          config: { for: "approval", title: "Send it?", choices: ["send", "keep"] },
        },
      ],
      edges: [{ id: "e1", from: "start", to: "ask" }],
    });
    const { runId } = await workspace.startRun(plainly);
    const { runId: otherId } = await workspace.startRun(plainly);
    await page.goto(home);
    const waiting = page.getByRole("region", { name: "Waiting for you" });
    for (const id of [runId, otherId]) await expect(waiting).toContainText(`run ${id.slice(-8)}`);
    await page.goto(`${home}/decisions`);
    await expect(page.getByRole("article").filter({ hasText: `run ${otherId.slice(-8)}` })).toHaveCount(1);
    await page.getByRole("checkbox", { name: `run ${runId.slice(-8)}` }).click();
    const bar = page.getByRole("region", { name: "Selected decisions" });
    await bar.getByRole("button", { name: "Select all 2 of the same kind" }).click();
    await expect(bar).toContainText("2 decisions selected");
    await expect(bar).toBeFocused();
    await bar.getByRole("button", { name: "Keep" }).click();
    await page
      .getByRole("dialog", { name: "Keep: 2 decisions?" })
      .getByRole("button", { name: "Keep" })
      .click();
    await expect(page.getByText("2 decisions made: keep")).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
    await expect(page.getByRole("heading", { name: "Nothing waits for a decision" })).toBeVisible();
  });
});
