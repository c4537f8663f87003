import { expect } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { browseAs, test } from "../fixtures/journey.ts";
import { oneAgent } from "../fixtures/pipelines.ts";
import { runPage } from "../fixtures/run-page.ts";

const withBody = `name: A list
nodes:
  - { id: start, type: trigger, name: Start }
  - id: each
    type: map
    name: Each
    config:
      items: input
      body:
        nodes:
          - { id: say, type: action, name: Say, config: { action: noop } }
edges:
  - { id: e1, from: start, to: each }
`;

test("a viewer sees everything, is offered nothing without permission, and sees why", async ({
  page,
  context,
  workspace,
  person,
  colleague,
}) => {
  const pipelineId = await workspace.createPipeline(oneAgent("brief?fault=401&times=always"));
  const { path } = await workspace.startRun(pipelineId);
  const { pipelineId: listId } = await workspace.client.pipelines.create.mutate({ definition: withBody });
  const { agentId } = await workspace.client.agents.create.mutate({
    key: "writer",
    name: "Writer",
    instructions: "You write.",
    model: "sandbox/brief",
  });
  await person.clientFor(workspace.slug).members.add.mutate({ email: colleague.email, role: "viewer" });
  await browseAs(context, colleague);
  const main = page.getByRole("main");
  const offered = (name: string | RegExp) =>
    main.getByRole("button", { name }).or(main.getByRole("link", { name }));
  const open = async (address: string) => {
    await page.goto(`/${workspace.slug}/${address}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: /^(Loading|Opening|Drawing|Searching)/ })).toHaveCount(0);
  };

  await test.step("pipelines", async () => {
    await open("pipelines");
    await expect(page.getByRole("link", { name: "One agent" })).toBeVisible();
    await expect(offered(/New pipeline|More about/)).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("a pipeline", async () => {
    await open(`pipelines/${listId}`);
    await expect(main).toContainText("Read only");
    await offered("Open the body of Each").click();
    await expect(page.getByRole("navigation", { name: "Open body" })).toContainText("Each");
    await expect(offered(/^Say, /)).toBeVisible();
    await expect(offered(/^(Add a no|Undo|Group)/)).toHaveCount(0);
    await expect(offered(/^(Run pipeline|Publish|Validate)/)).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("a failed run", async () => {
    await page.goto(path);
    const view = runPage(page);
    await expect(view.topLine).toContainText("failed");
    await expect(view.panel("Writer")).toBeVisible();
    await expect(offered(/Resume|Fork|Stop/)).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("runs", async () => {
    await open("runs");
    await expect(page.getByRole("link", { name: /^One agent/ })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("agents", async () => {
    await open("agents");
    await expect(offered("New agent")).toHaveCount(0);
    await open(`agents/${agentId}`);
    await expect(page.getByLabel("Instructions")).toHaveValue("You write.");
    await expect(page.getByLabel("Instructions")).not.toBeEditable();
    await expect(main).toContainText("As a viewer you can view agents");
    await expect(offered(/Save|Archive/)).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("decisions", async () => {
    await open("decisions");
    await expect(main).toContainText("As a viewer you are not asked for decisions");
    await expectAccessible(page);
  });

  for (const address of ["agents/new", "pipelines/new", "keys"]) {
    await test.step(`${address}, by its URL`, async () => {
      await open(address);
      await expect(main).toContainText(/You are not allowed to (see|do) this/);
      await expect(main).toContainText("Ask an owner or an admin");
      await expectAccessible(page);
    });
  }

  await test.step("secrets, by their names", async () => {
    await open("keys");
    await expect(page.getByRole("heading", { name: /^Secrets/ })).toBeVisible();
    await expect(main).toContainText("Owners and admins can add and replace secrets");
    await expect(offered(/secret|^Replace|^Remove/)).toHaveCount(0);
  });

  await test.step("settings", async () => {
    await open("settings");
    await expect(main).toContainText("Owners and admins can change it");
    await expect(main).toContainText("Owners and admins can add members");
    await expect(page.getByRole("row", { name: /^Ada Weir/ })).toContainText("owner");
    await expect(offered(/Rename|Add member|^Role of|^Remove/)).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("API tokens of their own", async () => {
    await open("tokens");
    await expect(page.getByRole("button", { name: "New token" })).toBeVisible();
    await expect(page.getByText("journey")).toHaveCount(0);
    await expectAccessible(page);
  });
});
