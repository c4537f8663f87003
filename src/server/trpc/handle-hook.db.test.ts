import { describe, expect, it } from "vitest";
import { senderHeader, senderMark } from "#server/crypto/sender-mark.ts";
import { hookBody as body, createHookStage, standard } from "#server/testing/hook-stage.ts";

const { web, client, hookOf, send } = await createHookStage();

describe("what an authenticated sender sends", async () => {
  const hook = await hookOf({ scheme: "none" });

  it.each<[string, Record<string, string>, string | Uint8Array, number, RegExp]>([
    [
      "a form where JSON is declared",
      { "content-type": "application/x-www-form-urlencoded" },
      "word=tides",
      400,
      /takes application\/json/,
    ],
    ["text without a type", { "content-type": "" }, body, 400, /the request says nothing/],
    ["another encoding", { "content-encoding": "gzip" }, body, 400, /encoded as gzip/],
    ["another character set", { "content-type": "application/json; charset=utf-16" }, body, 400, /UTF-8/],
    ["what is not JSON", {}, "{", 400, /cannot be accepted/],
    ["what is not text", {}, new Uint8Array([0x22, 0xff, 0x22]), 400, /not text in UTF-8/],
    ["what is nested too deep", {}, `${"[".repeat(70)}${"]".repeat(70)}`, 400, /cannot be accepted/],
    ["more than a megabyte", {}, `"${"x".repeat(1_048_576)}"`, 413, /larger than/],
  ])("is refused where it is %s", async (_, headers, text, status, message) => {
    const before = (await hook.runs()).length;
    const refused = await send(hook.url, headers, text);
    expect(refused.status).toBe(status);
    expect(refused.answer.error.message).toMatch(message);
    expect((await hook.runs()).length).toBe(before);
  });

  it("is stored unchanged, whatever its keys are, with NUL made storable", async () => {
    const odd = '{"__proto__": {"polluted": true}, "constructor": 1, "word": "a\\u0000b"}';
    const { answer } = await send(hook.url, {}, odd);
    const { run } = await client.runs.get.query({ runId: answer.runId });
    expect(JSON.stringify(run.input)).toContain('"polluted":true');
    expect(run.output).toBe("a\ufffdb");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("is refused from a pipeline of this Penstock", async () => {
    const own = { [senderHeader]: senderMark(web.auth.publicOrigin) };
    expect((await send(hook.url, own)).status).toBe(403);
  });
});

describe("a webhook", () => {
  it("waits for the output where it is configured to", async () => {
    const { url } = await hookOf({ scheme: "none", respond: { waitSeconds: 5 } });
    expect(await send(url, {})).toMatchObject({
      status: 200,
      answer: { status: "completed", output: "tides" },
    });
    const slow = { id: "wait", type: "delay", name: "Wait", config: { seconds: 600 } };
    const { url: slowUrl } = await hookOf({ scheme: "none", respond: { waitSeconds: 1 } }, [slow]);
    const late = await send(slowUrl, {});
    expect(late.status).toBe(202);
    expect(late.answer).toEqual({ runId: expect.any(String), duplicate: false });
  });

  it("tells deliveries with the same id apart once that id is no longer kept", async () => {
    const { url, firings } = await hookOf({ scheme: "none" });
    const deliver = (end: string) => send(url, { "idempotency-key": `${"long".repeat(80)}${end}` });
    const [first, other, again] = [await deliver("1"), await deliver("2"), await deliver("1")];
    expect([first, other, again].map(({ status }) => status)).toEqual([202, 202, 200]);
    expect(again.answer.runId).toBe(first.answer.runId);
    expect(other.answer.runId).not.toBe(first.answer.runId);
    expect((await firings()).length).toBe(2);
  });

  it("marks the runs that it has started", async () => {
    const { url, name } = await hookOf({ scheme: "none" });
    const { answer } = await send(url, {});
    await client.runs.start.mutate({ pipelineId: name.pipelineId });
    const byHook = { pipelineId: name.pipelineId, triggerKinds: ["webhook" as const] };
    const { runs, total } = await client.runs.list.query(byHook);
    expect({ total, ids: runs.map(({ id }) => id) }).toEqual({ total: 1, ids: [answer.runId] });
    expect(runs[0]).toMatchObject({ triggerKind: "webhook", triggerKey: "hook", startedByName: null });
  });

  it("asks senders to retry while it is paused, and accepts the same delivery afterwards", async () => {
    const { url, name, secret, firings } = await hookOf({ scheme: "standard" });
    await client.triggers.pause.mutate(name);
    const headers = standard(secret);
    const paused = await send(url, headers);
    expect(paused.status).toBe(503);
    expect(paused.headers.get("retry-after")).toBe("300");
    expect(await firings()).toMatchObject([
      { outcome: "skipped", reason: "The trigger was paused.", runId: null },
    ]);
    await client.triggers.resume.mutate(name);
    expect((await send(url, headers)).status).toBe(202);
    expect(await firings()).toMatchObject([{ outcome: "started", reason: null }]);
  });

  it("records why it could not start, and tells its sender no more than that", async () => {
    const agent = {
      id: "draft",
      type: "agent",
      name: "Draft",
      config: { model: "anthropic/claude-sonnet-5-5", task: "x" },
    };
    const { url, firings } = await hookOf({ scheme: "none" }, [agent]);
    const refused = await send(url, {});
    expect(refused.status).toBe(412);
    expect(refused.text).not.toMatch(/draft|anthropic/);
    expect(await firings()).toMatchObject([
      { outcome: "refused", reason: expect.stringMatching(/^No key for the models of draft/) },
    ]);
  });

  it("is gone in a version without it, and later back at the same address", async () => {
    const { url, name } = await hookOf({ scheme: "none" });
    const { pipelineId } = name;
    const { draftText, draftRevision } = await client.pipelines.get.query({ pipelineId });
    const without = JSON.stringify({ ...JSON.parse(draftText), triggers: [] });
    const saved = await client.pipelines.saveDraft.mutate({
      pipelineId,
      definition: without,
      expectedRevision: draftRevision,
    });
    await client.pipelines.publish.mutate({ pipelineId });
    expect((await send(url, {})).status).toBe(401);
    await client.pipelines.saveDraft.mutate({
      pipelineId,
      definition: draftText,
      expectedRevision: saved.draftRevision,
    });
    await client.pipelines.publish.mutate({ pipelineId });
    expect((await send(url, {})).status).toBe(202);
    await client.pipelines.archive.mutate({ pipelineId });
    expect((await send(url, {})).status).toBe(401);
  });

  it("accepts 600 calls a minute at most, and says when to retry", async () => {
    const { url } = await hookOf({ scheme: "none" });
    const hookId = url.slice(-36);
    for (let count = 0; count < 600; count += 1)
      await web.tools.ports.rateLimits.consume("hook-call-by-hook", hookId);
    const refused = await send(url, {});
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
