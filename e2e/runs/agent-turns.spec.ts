import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { expectAccessible } from "../fixtures/accessibility.ts";
import { intercept } from "../fixtures/intercept.ts";
import { test } from "../fixtures/journey.ts";
import { runPage } from "../fixtures/run-page.ts";

// Some requests are refused on purpose.
test.use({ expectedFaults: [/ERR_FAILED/] });

/** The server that the tools call: it answers for the page when told to, and for a note immediately. */
async function startLibrary() {
  const gate = Promise.withResolvers<void>();
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    request.resume();
    if (request.method === "POST") response.writeHead(404).end("no such shelf");
    else void gate.promise.then(() => response.end("Spring tides follow the new moon."));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answer: gate.resolve,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function researcher(url: string): PipelineDefinitionInput {
  const input = { type: "object", properties: { of: { type: "string" } }, required: ["of"] };
  const path = `${url}/{{ args.of }}`;
  const tools = [
    {
      kind: "http" as const,
      name: "find_page",
      description: "Finds a page.",
      effect: "read" as const,
      input,
      url: path,
    },
    {
      kind: "http" as const,
      name: "save_note",
      description: "Keeps a note.",
      effect: "write" as const,
      input,
      url: path,
      method: "POST" as const,
      approve: "always" as const,
    },
  ];
  const task = '@1 find_page {"of": "tides"}\n@2 save_note {"of": "moon"}\nSay when tides are high.';
  return {
    name: "Researcher",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "research",
        type: "agent",
        name: "Research",
        config: { model: "sandbox/echo?pace=0", task, tools },
      },
    ],
    edges: [{ id: "e1", from: "start", to: "research" }],
  };
}

test("an agent's turns and tool calls appear live, each with its result", async ({ page, workspace }) => {
  const library = await startLibrary();
  try {
    const { path } = await workspace.startRun(await workspace.createPipeline(researcher(library.url)));
    const view = runPage(page);
    await page.goto(`${path}?node=research`);
    await view.tab("Turns").click();
    const steps = view.panel("Research").getByRole("list", { name: "Turns and calls" }).getByRole("listitem");

    await expect(steps).toHaveCount(2);
    await expect(steps.nth(1)).toContainText(/find_page\s*calling/);

    // A failed refetch removes nothing.
    const looks = /runs\.listSteps/;
    await intercept(page, looks, (route) => route.abort());
    library.answer();
    await expect(view.panel("Research").getByRole("alert")).toBeVisible();
    await expect(steps).toHaveCount(2);
    await page.unroute(looks);
    await view.panel("Research").getByRole("button", { name: "Try again" }).click();

    await expect(steps.nth(3)).toContainText("waits for a decision");
    await steps.nth(3).getByRole("button", { name: "Approve" }).click();
    await expect(view.topLine).toContainText("completed");
    await expect(steps).toHaveCount(5);
    await expect(steps.nth(1)).toContainText(/find_page\s*answered/);
    await expect(steps.nth(1)).toContainText("Spring tides follow the new moon.");
    await expect(steps.nth(3)).toContainText(/save_note\s*acts\s*failed\s*approved by/);
    await expect(steps.nth(3)).toContainText("no such shelf");
    await expect(steps.nth(4)).toContainText("Spring tides follow the new moon.");
    for (const turn of [0, 2, 4]) await expect(steps.nth(turn)).toContainText("sandbox");
    await expectAccessible(page);
  } finally {
    library.close();
  }
});
