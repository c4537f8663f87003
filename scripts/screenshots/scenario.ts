import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import type { AgentId, PipelineId, RunId } from "#core/ids.ts";
import { addTestCases } from "./add-test-cases.ts";
import type { Visitors } from "./visitors.ts";

/** What the pictures show: URLs of things in the demo workspace. */
export interface Scenario {
  readonly workspaceSlug: string;
  readonly visitors: Visitors;
  readonly agentId: AgentId;
  readonly pipelineId: PipelineId;
  /** Never published. */
  readonly draftPipelineId: PipelineId;
  /** Its draft has errors. */
  readonly faultyPipelineId: PipelineId;
  readonly completedRunId: RunId;
  /** Of the same pipeline, with the same input. */
  readonly repeatedRunId: RunId;
  readonly failedRunId: RunId;
  readonly retriedRunId: RunId;
  readonly cancelledRunId: RunId;
  /** Waits for a decision. */
  readonly askingRunId: RunId;
  /** Starts a run that streams for a minute; resolves when it has just begun. */
  startStreaming(): Promise<RunId>;
  stop(runId: RunId): Promise<void>;
}

const reviewText = readFileSync(join(repositoryRoot, "scripts/demo/contract-review.yaml"), "utf8");
const contract = {
  title: "Apache License 2.0",
  text: readFileSync(join(repositoryRoot, "LICENSE"), "utf8"),
};

const leaseReading = `name: Lease reading
description: Reads a lease with the agent that reads contracts.
nodes:
  - { id: start, type: trigger, name: Lease }
  - id: read
    type: agent
    name: Read it
    config:
      agentId: contract-reader
      task: |
        What must the tenant do, and by when?

        {{ input.text }}
edges:
  - { id: e1, from: start, to: read }
`;

const askToSend = `name: Answer to the tenant
nodes:
  - { id: start, type: trigger, name: Start }
  - id: ask
    type: wait
    name: Send it?
    config:
      for: approval
      title: Send the answer to the tenant?
      show: "Dear tenant,\\n\\nthe **water rights** stay with the house. We confirm the rent of *1,240 EUR*."
      form:
        type: object
        required: [to]
        properties:
          to: { type: string, title: To whom, maxLength: 80 }
          urgent: { type: boolean, title: By courier }
          note: { type: string, title: Note for the file }
      choices: [send, keep]
      deadlineSeconds: 172800
      onTimeout: keep
  - { id: polish, type: agent, name: Polish, limits: { costMicros: 60000 }, config: { model: sandbox/brief, task: "Polish it." } }
edges:
  - { id: e1, from: start, to: ask }
  - { id: e2, from: ask, to: polish, condition: send }
`;

/** Fills a workspace with a week's work: agents, a key, pipelines, and runs with every result. */
export async function prepareScenario(
  client: PenstockClient,
  workspaceSlug: string,
  visitors: Visitors,
): Promise<Scenario> {
  const agentId = await furnish(client);
  const review = await publish(client, reviewText);
  const slow = await publish(client, slowReview());
  const failing = await publish(client, oneAgent("Tide report", "brief?fault=401&times=always"));
  const retried = await publish(client, oneAgent("Weekly digest", "brief?fault=cut&after=12&times=1"));
  const cancelled = await client.runs.start.mutate({ pipelineId: slow, input: contract });
  const [completedRunId, failedRunId, retriedRunId] = await Promise.all([
    runToEnd(client, review),
    runToEnd(client, failing),
    runToEnd(client, retried),
  ]);
  await client.runs.cancel.mutate({ runId: cancelled.runId });
  await addTestCases(client, completedRunId);
  const repeatedRunId = await runToEnd(client, review);
  await publishAgain(client, review);
  await tellEvents(client);
  const drafts = await writeDrafts(client);
  const asking = await client.runs.start.mutate({
    pipelineId: await publish(client, askToSend),
    input: null,
  });
  return {
    workspaceSlug,
    visitors,
    agentId,
    ...drafts,
    pipelineId: review,
    completedRunId,
    repeatedRunId,
    failedRunId,
    retriedRunId,
    cancelledRunId: cancelled.runId,
    askingRunId: asking.runId,
    async startStreaming() {
      const { runId } = await client.runs.start.mutate({ pipelineId: slow, input: contract });
      return runId;
    },
    async stop(runId) {
      await client.runs.cancel.mutate({ runId });
    },
  };
}

/** Two events: one that starts a pipeline, and one that nothing waits for. */
async function tellEvents(client: PenstockClient): Promise<void> {
  await publish(
    client,
    `name: High water
nodes:
  - { id: start, type: trigger, name: Start }
edges: []
triggers:
  - { id: high, kind: event, name: tide.turned, match: "data.height > 2" }
`,
  );
  await client.events.send.mutate({ name: "tide.turned", data: { height: 1 }, id: "gauge-4711" });
  await client.events.send.mutate({ name: "tide.turned", data: { height: 3 }, id: "gauge-4712" });
}

/** The same review, whose last node streams for a minute. */
function slowReview(): string {
  const at = reviewText.indexOf("- id: brief");
  const speakSlowly = (text: string) => text.replace("sandbox/brief", "sandbox/brief?pace=75&tokens=700");
  return (reviewText.slice(0, at) + speakSlowly(reviewText.slice(at))).replace(
    "name: Contract review",
    "name: License review",
  );
}

async function publish(client: PenstockClient, definition: string): Promise<PipelineId> {
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  await client.pipelines.publish.mutate({ pipelineId });
  return pipelineId;
}

/** A second version, and a draft that has changed since. */
async function publishAgain(client: PenstockClient, pipelineId: PipelineId): Promise<void> {
  const shorter = reviewText.replace("No more than 250 words", "No more than 120 words");
  await client.pipelines.saveDraft.mutate({ pipelineId, definition: shorter, expectedRevision: 1 });
  await client.pipelines.publish.mutate({ pipelineId });
  const firm = shorter.replaceAll("at most eight points", "at most five points");
  await client.pipelines.saveDraft.mutate({ pipelineId, definition: firm, expectedRevision: 2 });
}

async function runToEnd(client: PenstockClient, pipelineId: PipelineId): Promise<RunId> {
  const { runId } = await client.runs.start.mutate({ pipelineId, input: contract });
  for await (const _ of watchRun(client, { runId }));
  return runId;
}

async function furnish(client: PenstockClient): Promise<AgentId> {
  const { agentId } = await client.agents.create.mutate({
    key: "contract-reader",
    name: "Contract reader",
    instructions:
      "You read contracts. You say only what the text says, in plain words, and name the section.",
    model: "sandbox/brief",
  });
  await client.agents.create.mutate({
    key: "brief-writer",
    name: "Brief writer",
    instructions: "You write short, calm briefs: what it is, what to do, what to mind.",
    model: "anthropic/claude-haiku-5-5",
    fallbackModel: "sandbox/brief",
  });
  await client.keys.create.mutate({
    provider: "anthropic",
    label: "Team key",
    secret: "sk-ant-api03-a-key-that-opens-nothing-at-all-0000",
    owner: "workspace",
  });
  const prices = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const { endpointId } = await client.webhooks.create.mutate({
    url: "https://receiver.example/hooks",
    description: "The team's channel",
    types: ["run.failed", "wait.opened", "budget.reached"],
  });
  await client.webhooks.test.mutate({ endpointId });
  await client.prices.set.mutate({ model: "openai-compatible/llama3.2", prices });
  const budget = { scope: "workspace", timezone: "Europe/Berlin", onLimit: "fail" } as const;
  await client.budgets.create.mutate({ ...budget, per: "month", limitMicros: 25_000_000, warnAt: 0.8 });
  await client.budgets.create.mutate({ ...budget, per: "day", limitMicros: 1_000_000, warnAt: 0.01 });
  await client.budgets.create.mutate({ ...budget, per: "run", limitMicros: 500_000 });
  await client.secrets.create.mutate({ name: "TICKETS_TOKEN", value: "a-token-that-opens-nothing-0000" });
  return agentId;
}

/** A pipeline that uses the agent, and one with an invalid definition. */
async function writeDrafts(client: PenstockClient) {
  const draft = await client.pipelines.create.mutate({ definition: leaseReading });
  const faulty = reviewText
    .replace("name: Contract review", "name: Contract review, second thoughts")
    .replace("nodes.risks.output }}", "nodes.riks.output }}")
    .replace("to: save }", "to: safe }");
  const { pipelineId } = await client.pipelines.create.mutate({ definition: faulty, acceptFaults: true });
  return { draftPipelineId: draft.pipelineId, faultyPipelineId: pipelineId };
}

function oneAgent(name: string, model: string): string {
  return JSON.stringify({
    name,
    settings: { retryBackoffBase: 1 },
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "writer",
        type: "agent",
        name: "Writer",
        config: { model: `sandbox/${model}`, task: "Sum this up in plain words.\n\n{{ input.text }}" },
      },
    ],
    edges: [{ id: "e1", from: "start", to: "writer" }],
  });
}
