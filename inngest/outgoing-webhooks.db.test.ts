import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PipelineId, WebhookEndpointId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { WebhookType } from "#core/policy/webhook.ts";
import { createGuardedHttp } from "#providers/http/guarded-http.ts";
import { rotateWorkspaceKeys } from "#server/services/keys/rotate-workspace-keys.ts";
import { WebhookSender } from "#server/services/webhooks/webhook-sender.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { postBy } from "./runner/webhook-watch.ts";
import { isSignedWith, WebhookReceiver } from "./testing/webhook-receiver.ts";

const web = await createTestWeb();
const { database } = web;
const post = postBy(createGuardedHttp({ allowPrivateAddresses: true }));
const sender = new WebhookSender({ ...web.tools, random: () => 0, mailer: null, post });
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterAll(() => receiver.close());

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const edge = (to: string) => ({ id: `to-${to}`, from: "start", to });
const pure = {
  name: "Pure",
  nodes: [
    trigger,
    { id: "shape", type: "transform", name: "Shape", config: { value: { said: "input.word" } } },
  ],
  edges: [edge("shape")],
} satisfies PipelineDefinitionInput;
const failing = {
  name: "Failing",
  nodes: [
    trigger,
    { id: "shape", type: "transform", name: "Shape", config: { value: { n: "1 / input.zero" } } },
  ],
  edges: [edge("shape")],
} satisfies PipelineDefinitionInput;
const asking = {
  name: "Asking",
  nodes: [
    trigger,
    {
      id: "ask",
      type: "wait",
      name: "Ask",
      config: { for: "approval", title: "Ship it?", choices: ["yes", "no"] },
    },
    { id: "shape", type: "transform", name: "Shape", config: { value: {} } },
  ],
  edges: [edge("ask"), { id: "e2", from: "ask", to: "shape", condition: "yes" }],
} satisfies PipelineDefinitionInput;

/** Somebody whose workspace tells the receiver of these. */
async function listener(...types: readonly WebhookType[]) {
  const person = await createPerson(web);
  const client = clientOf(web, person);
  const place = receiver.place();
  const { endpointId, secret } = await client.webhooks.create.mutate({ url: place.url, types: [...types] });
  return { person, client, endpointId, secret, ...place };
}

async function run(person: Person, definition: PipelineDefinitionInput, input: object = { word: "said" }) {
  const client = clientOf(web, person);
  const { pipelineId }: { pipelineId: PipelineId } = await client.pipelines.create.mutate({ definition });
  return client.runs.start.mutate({ pipelineId, input: { ...input } });
}

/** One look of a worker, and what came of it: what this workspace's messages were. */
async function look(): Promise<void> {
  await sender.look();
  await sender.settled();
}

/** Stands in for the time until the next try: `timePasses(-3_600)` is one that no slow machine reaches. */
const timePasses = (seconds = 1) =>
  database.asOwner("update system.due_webhooks set due_at = now() - make_interval(secs => $1)", [seconds]);

const deliveriesOf = async (person: Person, endpointId: WebhookEndpointId) =>
  (await clientOf(web, person).webhooks.deliveries.query({ endpointId })).deliveries;

describe("webhooks", () => {
  it("report the end of a run, signed, once, with what its reader needs and nothing of its content", async () => {
    const { person, endpointId, secret, received } = await listener("run.completed");
    const { runId } = await run(person, pure, { word: "a private word" });
    await run(person, failing, { zero: 0 });
    await look();
    await look();
    const messages = received;
    expect(messages).toHaveLength(1);
    const [message] = messages;
    if (message === undefined) return expect.fail("nothing came");
    expect(isSignedWith(secret, message)).toBe(true);
    expect(isSignedWith(`whsec_${"A".repeat(44)}`, message)).toBe(false);
    expect(message.text).not.toContain("a private word");
    expect(JSON.parse(message.text)).toMatchObject({
      type: "run.completed",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        runId,
        pipelineName: "Pure",
        status: "completed",
        triggerKind: "manual",
        error: null,
        costMicros: 0,
        url: `http://penstock.test/${person.workspaceSlug}/runs/${runId}`,
      },
    });
    expect(await deliveriesOf(person, endpointId)).toMatchObject([
      {
        type: "run.completed",
        status: "delivered",
        nextTryAtMs: null,
        tries: [{ status: 204, error: null }],
      },
    ]);
  });

  it("say why a run failed, and of a decision that it is asked for and how it was made", async () => {
    const { person, client, received } = await listener("run.failed", "wait.opened", "wait.ended");
    await run(person, failing, { zero: 0 });
    const { runId } = await run(person, asking);
    await look();
    const { waits } = await client.waits.list.query({ runId });
    const waitId = waits[0]?.waitId ?? expect.fail("nothing waits");
    await client.waits.decide.mutate({ waitId, choice: "yes" });
    await look();
    const bodies = received.map(({ text }) => JSON.parse(text));
    const of = (type: string) => bodies.filter((body) => body.type === type).map(({ data }) => data);
    expect(of("run.failed")).toMatchObject([{ error: { code: "EXPRESSION_FAILED", nodeId: "shape" } }]);
    expect(of("wait.opened")).toMatchObject([{ waitId, runId, title: "Ship it?", choices: ["yes", "no"] }]);
    expect(of("wait.opened")[0]).not.toHaveProperty("ending");
    expect(of("wait.ended")).toMatchObject([{ waitId, ending: "decided", choice: "yes" }]);
  });

  it("are tried again under the same id with the same bytes, and say each time what was answered", async () => {
    const { person, endpointId, received, answers } = await listener("run.completed");
    const elsewhere = { status: 307, headers: { location: "http://127.0.0.1:9/" } };
    answers.push({ status: 500 }, elsewhere, { status: 503, headers: { "retry-after": "7200" } });
    await run(person, pure);
    const nextTryMs = [];
    for (let tries = 1; tries <= 3; tries += 1) {
      const beforeMs = Date.now();
      await look();
      const [delivery] = await deliveriesOf(person, endpointId);
      expect(delivery).toMatchObject({ status: "pending" });
      nextTryMs.push((delivery?.nextTryAtMs ?? 0) - beforeMs);
      // Nothing is sent before its time.
      await timePasses(-3_600);
      await look();
      await timePasses();
    }
    await look();
    // By the clock of the database, after a try that took some time: never sooner than the pace says.
    const pace = [5_000, 300_000, 7_200_000];
    expect(nextTryMs.filter((ms, index) => ms < (pace[index] ?? 0) - 1_000)).toEqual([]);
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ id, text }) => `${id} ${text}`)).size).toBe(1);
    const [delivery] = await deliveriesOf(person, endpointId);
    expect(delivery).toMatchObject({ status: "delivered" });
    expect(delivery?.tries.map(({ status }) => status)).toEqual([500, 307, 503, 204]);
    expect(delivery?.tries[0]?.error).toBe("The receiver answered with status 500.");
    const [endpoint] = (await clientOf(web, person).webhooks.list.query()).webhooks;
    expect(endpoint).toMatchObject({ failingSinceMs: null, offSinceMs: null, pending: 0 });
  });

  it("give up after ten tries, and are sent again by hand under the same id", async () => {
    const { person, client, endpointId, answers, received } = await listener("run.completed");
    answers.push(...Array.from({ length: 10 }, () => ({ status: 500 })));
    await run(person, pure);
    for (let tries = 1; tries <= 12; tries += 1) {
      await look();
      await timePasses();
    }
    const [failed] = await deliveriesOf(person, endpointId);
    expect(failed).toMatchObject({ status: "failed", nextTryAtMs: null });
    expect(failed?.tries).toHaveLength(10);
    await client.webhooks.resend.mutate({ deliveryId: failed?.deliveryId ?? expect.fail("no message") });
    await look();
    expect(received).toHaveLength(11);
    expect((await deliveriesOf(person, endpointId))[0]).toMatchObject({ status: "delivered" });
  });

  it("are turned off by a receiver that is gone, and after days of failure; and on again by hand", async () => {
    const { person, client, endpointId, answers, received } = await listener("run.completed");
    const endpoint = async () => (await client.webhooks.list.query()).webhooks[0];
    answers.push({ status: 410 });
    await run(person, pure);
    await look();
    expect(await endpoint()).toMatchObject({ offReason: "gone", pending: 0 });
    const [failed] = await deliveriesOf(person, endpointId);
    const deliveryId = failed?.deliveryId ?? expect.fail("no message");
    expect(await refusalOf(client.webhooks.resend.mutate({ deliveryId }))).toBe("CONFLICT");
    expect(await refusalOf(client.webhooks.test.mutate({ endpointId }))).toBe("CONFLICT");
    // What happens while it is off is not told later.
    await run(person, pure);
    await client.webhooks.update.mutate({ endpointId, isOn: true });
    await look();
    expect(received).toHaveLength(1);
    // Days later.
    answers.push({ status: 500 }, { status: 500 });
    await client.webhooks.resend.mutate({ deliveryId });
    await look();
    expect(await endpoint()).toMatchObject({ offSinceMs: null, failingSinceMs: expect.any(Number) });
    await database.asOwner(
      "update webhook_endpoints set failing_since = now() - interval '6 days' where id = $1",
      [endpointId],
    );
    await timePasses();
    await look();
    expect(await endpoint()).toMatchObject({ offReason: "failing", pending: 0 });
    const { events } = await client.audit.list.query();
    expect(events.filter(({ action }) => action === "webhook.turn-off")).toMatchObject([
      { detail: { reason: "failing" } },
      { detail: { reason: "gone" } },
    ]);
  });

  it("are signed with the secret before as well, while it changes", async () => {
    const { person, client, endpointId, secret, received } = await listener("run.completed");
    const next = await client.webhooks.rotateSecret.mutate({ endpointId });
    await run(person, pure);
    await look();
    const [message] = received;
    if (message === undefined) return expect.fail("nothing came");
    expect([secret, next.secret].map((one) => isSignedWith(one, message))).toEqual([true, true]);
    await database.asOwner("update webhook_secrets set good_until = now() where good_until is not null");
    await rotateWorkspaceKeys(web.tools, person.workspaceId, { renewDataKey: true });
    await client.webhooks.test.mutate({ endpointId });
    await look();
    const test = received.at(-1);
    if (test === undefined) return expect.fail("no test came");
    expect(JSON.parse(test.text)).toMatchObject({ type: "penstock.test", data: { endpointId } });
    expect([secret, next.secret].map((one) => isSignedWith(one, test))).toEqual([false, true]);
  });

  it("are sent once where several processes look at the same time", async () => {
    const { person, endpointId, received } = await listener("run.completed");
    const others = Array.from(
      { length: 3 },
      () => new WebhookSender({ ...web.tools, random: () => 0, mailer: null, post }),
    );
    const { pipelineId } = await clientOf(web, person).pipelines.create.mutate({ definition: pure });
    for (let count = 0; count < 20; count += 1)
      await clientOf(web, person).runs.start.mutate({ pipelineId, input: { word: `${count}` } });
    const all = [sender, ...others];
    const isPending = async () =>
      (await deliveriesOf(person, endpointId)).filter(({ status }) => status !== "pending").length < 20;
    while (await isPending()) {
      await Promise.all(all.map((one) => one.look()));
      await Promise.all(all.map((one) => one.settled()));
    }
    const deliveries = await deliveriesOf(person, endpointId);
    expect(deliveries.map(({ status }) => status)).toEqual(Array(20).fill("delivered"));
    const ids = received.map(({ id }) => id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it("reach nothing inside, and say so in the log", async () => {
    const { person, endpointId, received } = await listener("run.completed");
    const guarded = new WebhookSender({
      ...web.tools,
      random: () => 0,
      mailer: null,
      post: postBy(createGuardedHttp({ allowedPorts: "any" })),
    });
    await run(person, pure);
    await guarded.look();
    await guarded.settled();
    const [delivery] = await deliveriesOf(person, endpointId);
    expect(delivery).toMatchObject({
      status: "pending",
      tries: [{ status: null, error: expect.stringContaining("not an address of the public internet") }],
    });
    expect(received).toEqual([]);
    await clientOf(web, person).webhooks.remove.mutate({ endpointId });
    await timePasses();
    await look();
    expect(received).toEqual([]);
  });

  it("take an address that can be called, and types that there are", async () => {
    const client = clientOf(web, await createPerson(web));
    const make = (url: string, types: readonly string[] = ["run.failed"]) =>
      refusalOf(client.webhooks.create.mutate({ url, types: types as never }));
    expect(await make("ftp://receiver.example/")).toBe("HTTP_BLOCKED");
    expect(await make("https://me:secret@receiver.example/")).toBe("HTTP_BLOCKED");
    expect(await make("http://169.254.169.254/latest")).toBe("HTTP_BLOCKED");
    expect(await make("http://penstock.test/api/hooks/1")).toBe("HTTP_BLOCKED");
    expect(await make("receiver")).toBe("INVALID_INPUT");
    expect(await make("https://receiver.example/#part")).toBe("INVALID_INPUT");
    expect(await make("https://receiver.example/", [])).toBe("INVALID_INPUT");
    expect(await make("https://receiver.example/", ["run.failed", "run.failed"])).toBe("INVALID_INPUT");
    expect((await client.webhooks.list.query()).webhooks).toEqual([]);
  });
});
