import { randomUUID } from "node:crypto";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";

/** The ids of one workspace that inputs may refer to. */
export interface InputIds {
  readonly userId: string;
  readonly email: string;
  readonly agentId: string;
  readonly keyId: string;
  readonly secretId: string;
  readonly budgetId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly pipelineId: string;
  readonly runId: string;
  readonly artifactId: string;
  readonly tokenId: string;
  readonly invitationId: string;
  readonly waitId: string;
  readonly viewId: string;
  readonly testSetId: string;
  readonly testCaseId: string;
  readonly sessionId: string;
}

/** Ids that do not exist. */
export function unknownIds(): InputIds {
  return {
    userId: randomUUID(),
    email: `${randomUUID()}@example.com`,
    agentId: randomUUID(),
    keyId: randomUUID(),
    secretId: randomUUID(),
    budgetId: randomUUID(),
    endpointId: randomUUID(),
    deliveryId: randomUUID(),
    pipelineId: randomUUID(),
    runId: randomUUID(),
    artifactId: randomUUID(),
    tokenId: randomUUID(),
    invitationId: randomUUID(),
    waitId: randomUUID(),
    viewId: randomUUID(),
    testSetId: randomUUID(),
    testCaseId: randomUUID(),
    sessionId: randomUUID(),
  };
}

/** Pure nodes only: its run has ended when `runs.start` answers. Once published, a webhook starts it too. */
export const pureDefinition = {
  name: "Pure pipeline",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "shape", type: "transform", name: "Shape", config: { value: { said: "input.word" } } },
  ],
  edges: [{ id: "e1", from: "start", to: "shape" }],
  triggers: [{ id: "hook", kind: "webhook", scheme: "standard" }],
} satisfies PipelineDefinitionInput;

const anyPrices = { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
/** Its run waits for a decision when `runs.start` answers. */
export const askingDefinition = {
  name: "Asking pipeline",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "ask", type: "wait", name: "Ask", config: { for: "approval", title: "{{ input.word }}?" } },
  ],
  edges: [{ id: "e1", from: "start", to: "ask" }],
} satisfies PipelineDefinitionInput;

const agent = { name: "Writer", instructions: "Write.", model: "sandbox/brief" };

/**
 * A valid input for every procedure, using the given ids wherever possible. `names` says whether it uses any: then
 * another workspace's ids must be NOT_FOUND.
 */
export const procedureInputs: {
  readonly [path: string]: { readonly names: boolean; readonly input: (ids: InputIds) => unknown };
} = {
  "me.get": { names: false, input: () => undefined },
  "me.worker": { names: false, input: () => undefined },
  "account.demo": { names: false, input: () => undefined },
  "account.signUp": {
    names: false,
    input: () => ({ email: `${randomUUID()}@example.com`, password: "a long enough password" }),
  },
  "account.invitation": { names: false, input: () => ({ secret: "inv_of_nobody" }) },
  "account.acceptInvitation": { names: false, input: () => ({ secret: "inv_of_nobody" }) },
  "account.delete": { names: false, input: () => ({ confirm: "not@my.address", currentPassword: null }) },
  "account.security": { names: false, input: () => undefined },
  "account.changePassword": {
    names: false,
    input: () => ({ currentPassword: "not this one", newPassword: "another long enough one" }),
  },
  "account.endSession": { names: true, input: ({ sessionId }) => ({ sessionId }) },
  "account.endAllSessions": { names: false, input: () => undefined },
  "workspaces.list": { names: false, input: () => undefined },
  "workspaces.get": { names: false, input: () => undefined },
  "workspaces.create": { names: false, input: () => ({ name: "Another workspace" }) },
  "workspaces.rename": { names: false, input: () => ({ name: "Renamed" }) },
  "workspaces.retention": { names: false, input: () => undefined },
  "workspaces.setRetention": { names: false, input: () => ({ days: 30 }) },
  "workspaces.delete": { names: false, input: () => ({ confirm: "not its address" }) },
  "members.list": { names: false, input: () => undefined },
  "members.add": { names: true, input: () => ({ email: unknownIds().email, role: "viewer" }) },
  "members.changeRole": { names: true, input: ({ userId }) => ({ userId, role: "viewer" }) },
  "members.remove": { names: true, input: ({ userId }) => ({ userId }) },
  "members.leave": { names: false, input: () => undefined },
  "members.invite": { names: false, input: () => ({ role: "viewer" }) },
  "members.invitations": { names: false, input: () => undefined },
  "members.revokeInvitation": { names: true, input: ({ invitationId }) => ({ invitationId }) },
  "agents.list": { names: false, input: () => ({ withArchived: true }) },
  "agents.get": { names: true, input: ({ agentId }) => ({ agentId }) },
  "agents.usage": { names: true, input: ({ agentId }) => ({ agentId }) },
  "agents.create": { names: false, input: () => ({ ...agent, key: `agent_${randomUUID().slice(0, 8)}` }) },
  "agents.update": { names: true, input: ({ agentId }) => ({ ...agent, agentId }) },
  "agents.archive": { names: true, input: ({ agentId }) => ({ agentId }) },
  "agents.connectMcp": { names: false, input: () => ({ url: "http://127.0.0.1:1/mcp" }) },
  "keys.list": { names: false, input: () => undefined },
  "keys.create": {
    names: false,
    input: () => ({ provider: "anthropic", label: "A key", secret: "sk-ant-not-a-real-one", owner: "me" }),
  },
  "keys.replace": { names: true, input: ({ keyId }) => ({ keyId, secret: "sk-ant-another-one" }) },
  "keys.test": { names: true, input: ({ keyId }) => ({ keyId }) },
  "keys.prefer": { names: true, input: ({ keyId }) => ({ keyId }) },
  "keys.uses": { names: true, input: ({ keyId }) => ({ keyId }) },
  "keys.remove": { names: true, input: ({ keyId }) => ({ keyId }) },
  "circuits.list": { names: false, input: () => undefined },
  "circuits.reset": { names: true, input: ({ keyId }) => ({ model: "anthropic/claude-haiku-5-5", keyId }) },
  "secrets.list": { names: false, input: () => undefined },
  "secrets.uses": { names: true, input: ({ secretId }) => ({ secretId }) },
  "secrets.create": {
    names: false,
    input: () => ({ name: "API_TOKEN", value: "a value that opens nothing" }),
  },
  "secrets.replace": { names: true, input: ({ secretId }) => ({ secretId, value: "another value" }) },
  "secrets.remove": { names: true, input: ({ secretId }) => ({ secretId }) },
  "budgets.list": { names: false, input: () => undefined },
  "budgets.create": {
    names: false,
    input: () => ({ scope: "workspace", per: "day", limitMicros: 1_000_000 }),
  },
  "budgets.update": { names: true, input: ({ budgetId }) => ({ budgetId, limitMicros: 2_000_000 }) },
  "budgets.remove": { names: true, input: ({ budgetId }) => ({ budgetId }) },
  "models.list": { names: false, input: () => undefined },
  "pipelines.list": { names: false, input: () => ({ withArchived: true }) },
  "pipelines.get": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "pipelines.create": { names: false, input: () => ({ definition: pureDefinition }) },
  "pipelines.saveDraft": {
    names: true,
    input: ({ pipelineId }) => ({ pipelineId, definition: pureDefinition, expectedRevision: 1 }),
  },
  "pipelines.validate": { names: false, input: () => ({ definition: pureDefinition }) },
  "pipelines.publish": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  // The answer repeats what was asked, so an unknown id is used.
  "pipelines.calledOutputs": {
    names: false,
    input: () => ({ calls: [{ pipeline: "not-there", version: null }] }),
  },
  "pipelines.versions": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "pipelines.version": { names: true, input: ({ pipelineId }) => ({ pipelineId, number: 1 }) },
  "pipelines.dependents": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "pipelines.archive": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "pipelines.delete": { names: true, input: ({ pipelineId }) => ({ pipelineId, confirm: "not its name" }) },
  "runs.start": { names: true, input: ({ pipelineId }) => ({ pipelineId, input: { word: "hello" } }) },
  "runs.get": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.getNode": { names: true, input: ({ runId }) => ({ runId, nodeId: "start" }) },
  "runs.exportCassette": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.listSteps": { names: true, input: ({ runId }) => ({ runId, nodeId: "start" }) },
  "runs.listChildren": { names: true, input: ({ runId }) => ({ runId, nodeId: "start" }) },
  "runs.list": { names: false, input: ({ pipelineId }) => ({ pipelineId }) },
  "runs.watch": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.pulse": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.cancel": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.adjustMap": { names: true, input: ({ runId }) => ({ runId, nodeId: "start", concurrency: 2 }) },
  "runs.delete": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.resume": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.planFork": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.compare": { names: true, input: ({ runId }) => ({ runIds: [runId, runId] }) },
  "runs.planUndo": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.retryUndo": { names: true, input: ({ runId }) => ({ runId }) },
  "runs.fork": { names: true, input: ({ runId }) => ({ runId }) },
  "views.list": { names: false, input: () => undefined },
  "views.save": { names: false, input: () => ({ name: "Failed", query: "?status=failed" }) },
  "views.remove": { names: true, input: ({ viewId }) => ({ viewId }) },
  "tests.list": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "tests.play": { names: true, input: ({ testSetId }) => ({ setId: testSetId }) },
  "tests.planJudging": { names: true, input: ({ testSetId }) => ({ setId: testSetId }) },
  "tests.judge": { names: true, input: ({ testSetId }) => ({ setId: testSetId }) },
  "tests.exportSet": { names: true, input: ({ testSetId }) => ({ setId: testSetId }) },
  "tests.createSet": { names: true, input: ({ pipelineId }) => ({ pipelineId, name: "Another set" }) },
  "tests.updateSet": { names: true, input: ({ testSetId }) => ({ setId: testSetId, gate: "strict" }) },
  "tests.removeSet": { names: true, input: ({ testSetId }) => ({ setId: testSetId }) },
  "tests.saveRun": { names: true, input: ({ runId }) => ({ runId }) },
  "tests.getCase": { names: true, input: ({ testCaseId }) => ({ caseId: testCaseId }) },
  "tests.createCase": {
    names: true,
    input: ({ testSetId }) => ({ setId: testSetId, name: "By hand", assertions: [] }),
  },
  "tests.updateCase": { names: true, input: ({ testCaseId }) => ({ caseId: testCaseId, name: "Renamed" }) },
  "tests.recordCase": { names: true, input: ({ testCaseId, runId }) => ({ caseId: testCaseId, runId }) },
  "tests.removeCase": { names: true, input: ({ testCaseId }) => ({ caseId: testCaseId }) },
  "triggers.list": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "triggers.firings": { names: true, input: ({ pipelineId }) => ({ pipelineId, triggerId: "hook" }) },
  "triggers.pause": { names: true, input: ({ pipelineId }) => ({ pipelineId, triggerId: "hook" }) },
  "triggers.resume": { names: true, input: ({ pipelineId }) => ({ pipelineId, triggerId: "hook" }) },
  "triggers.fire": { names: true, input: ({ pipelineId }) => ({ pipelineId, triggerId: "hook" }) },
  "triggers.rotateSecret": { names: true, input: ({ pipelineId }) => ({ pipelineId, triggerId: "hook" }) },
  "events.list": { names: false, input: () => ({ name: "invoice.paid" }) },
  "events.send": { names: false, input: () => ({ name: "invoice.paid", data: { amount: 120 } }) },
  "waits.list": { names: false, input: ({ runId }) => ({ runId }) },
  "waits.get": { names: true, input: ({ waitId }) => ({ waitId }) },
  "waits.decide": { names: true, input: ({ waitId }) => ({ waitId, choice: "approve" }) },
  "search.find": { names: false, input: ({ runId }) => ({ text: runId }) },
  // An error of one wait is part of its answer, so an unknown id is used.
  "waits.decideMany": {
    names: false,
    input: () => ({ waitIds: ["018f4a5e-0000-7000-8000-000000000000"], choice: "approve" }),
  },
  "artifacts.search": { names: true, input: ({ pipelineId }) => ({ pipelineId, text: "a" }) },
  "artifacts.list": { names: false, input: ({ runId }) => ({ runId }) },
  "artifacts.get": { names: true, input: ({ artifactId }) => ({ artifactId }) },
  "artifacts.lineage": { names: true, input: ({ artifactId }) => ({ artifactId }) },
  "costs.explain": { names: true, input: ({ runId }) => ({ runId, nodeId: "start" }) },
  "prices.list": { names: false, input: () => undefined },
  "prices.set": { names: false, input: () => ({ model: "openai/walked", prices: anyPrices }) },
  "prices.remove": { names: false, input: () => ({ model: "openai/walked" }) },
  "costs.breakdown": {
    names: true,
    input: ({ pipelineId }) => ({ firstDay: "2026-11-01", lastDay: "2026-11-30", by: "node", pipelineId }),
  },
  "costs.past": { names: true, input: ({ pipelineId }) => ({ pipelineId }) },
  "costs.expected": { names: true, input: ({ runId }) => ({ runId }) },
  "costs.summary": { names: false, input: () => ({ sinceMs: 0, untilMs: 86_400_000 }) },
  "webhooks.list": { names: false, input: () => undefined },
  "webhooks.create": {
    names: false,
    input: () => ({ url: "https://receiver.example/hooks", types: ["run.failed"] }),
  },
  "webhooks.update": { names: true, input: ({ endpointId }) => ({ endpointId, description: "Changed" }) },
  "webhooks.remove": { names: true, input: ({ endpointId }) => ({ endpointId }) },
  "webhooks.rotateSecret": { names: true, input: ({ endpointId }) => ({ endpointId }) },
  "webhooks.test": { names: true, input: ({ endpointId }) => ({ endpointId }) },
  "webhooks.deliveries": { names: true, input: ({ endpointId }) => ({ endpointId }) },
  "webhooks.resend": { names: true, input: ({ deliveryId }) => ({ deliveryId }) },
  "mail.get": { names: false, input: () => undefined },
  "mail.choose": { names: false, input: () => ({ kinds: ["decisions"] }) },
  "tokens.list": { names: false, input: () => undefined },
  "tokens.create": { names: false, input: () => ({ name: "A token", scopes: ["read"] }) },
  "tokens.revoke": { names: true, input: ({ tokenId }) => ({ tokenId }) },
  "audit.list": { names: false, input: () => ({}) },
};
