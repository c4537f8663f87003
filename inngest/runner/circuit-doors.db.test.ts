import { afterAll, describe, expect, it } from "vitest";
import type { PipelineId, ProviderKeyId } from "#core/ids.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { edges, trigger } from "#inngest/testing/pipelines.ts";
import { scriptVendor, sendEvents } from "#providers/wire/testing/scripted-vendor.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const model = "anthropic/claude-haiku-5-5";
const web = await createTestWeb();
const person = await createPerson(web);
const client = clientOf(web, person);

/** A vendor that is down for as long as a test says. */
let isDown = true;
const vendor = await scriptVendor((response) => {
  if (isDown) {
    response.writeHead(529, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
    );
    return;
  }
  sendEvents(response, [
    { type: "message_start", message: { usage: { input_tokens: 5, output_tokens: 1 } } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Calm." } },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 3 } },
    { type: "message_stop" },
  ]);
});
const runner = createTestRunner(web.tools, { sandboxUrl: vendor.url, allowPrivateHttp: true });
afterAll(async () => {
  runner.close();
  await vendor.close();
});

/** One call, which is not tried again. */
async function publish(): Promise<PipelineId> {
  const ask = { id: "ask", type: "agent", name: "Ask", config: { model, task: "How is the sea?" } };
  const definition = {
    name: "Ask",
    settings: { maxRetriesPerNode: 0 },
    nodes: [trigger, ask],
    edges: edges("start -> ask"),
  };
  const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
  await client.pipelines.publish.mutate({ pipelineId });
  return pipelineId;
}

/** A run to its end: how it ended. */
async function ask(pipelineId: PipelineId): Promise<string> {
  const { runId } = await client.runs.start.mutate({ pipelineId, input: null });
  const ref = { workspaceId: person.workspaceId, runId, nodeId: "ask", handoverToken: null };
  await runShortNodes(runner, ref, "may-follow");
  const { run } = await client.runs.get.query({ runId });
  return run.error?.code ?? run.status;
}

async function circuit() {
  const { circuits } = await client.circuits.list.query();
  return circuits[0] ?? expect.fail("no circuit is listed");
}

/** The minute is over in which nobody may call. */
const minuteLater = () =>
  web.database.asOwner("update circuits set probe_at = now() - interval '1 second' where state = 'open'");

async function addKey(): Promise<ProviderKeyId> {
  const key = {
    provider: "anthropic",
    label: "Team",
    secret: "sk-ant-any-will-do",
    owner: "workspace",
  } as const;
  return (await client.keys.create.mutate({ ...key, baseUrl: vendor.url })).keyId;
}

describe("a circuit, by the doors that everybody uses", () => {
  it("opens after five failures, refuses without a call, lets one probe, and is closed by an answer or by hand", async () => {
    const keyId = await addKey();
    const pipelineId = await publish();
    const failFiveTimes = async () => {
      for (let count = 0; count < 5; count += 1) expect(await ask(pipelineId)).toBe("PROVIDER_OVERLOADED");
    };
    await failFiveTimes();
    expect(await circuit()).toMatchObject({
      state: "open",
      keyId,
      keyLabel: "Team",
      lastError: { code: "PROVIDER_OVERLOADED" },
      nextProbeAtMs: expect.any(Number),
    });
    expect(vendor.requests).toHaveLength(5);
    expect(await ask(pipelineId)).toBe("CIRCUIT_OPEN");
    expect(vendor.requests).toHaveLength(5);

    // The one call that tries it fails: another minute.
    await minuteLater();
    expect(await ask(pipelineId)).toBe("PROVIDER_OVERLOADED");
    expect(await ask(pipelineId)).toBe("CIRCUIT_OPEN");
    expect(vendor.requests).toHaveLength(6);

    isDown = false;
    await minuteLater();
    expect(await ask(pipelineId)).toBe("completed");
    expect(await circuit()).toMatchObject({ state: "closed", failures: 0, nextProbeAtMs: null });

    isDown = true;
    await failFiveTimes();
    expect(await ask(pipelineId)).toBe("CIRCUIT_OPEN");
    await client.circuits.reset.mutate({ model, keyId });
    expect(await circuit()).toMatchObject({ state: "closed" });
    expect(await ask(pipelineId)).toBe("PROVIDER_OVERLOADED");
    expect(vendor.requests).toHaveLength(13);
  });
});
