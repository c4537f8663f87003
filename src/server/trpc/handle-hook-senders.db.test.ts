import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { rotateWorkspaceKeys } from "#server/services/keys/rotate-workspace-keys.ts";
import { hookBody as body, createHookStage, standard } from "#server/testing/hook-stage.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const { web, person, client, hookOf, send } = await createHookStage();

const hex = (key: string, text: string) => createHmac("sha256", key).update(text).digest("hex");
const seconds = (ago = 0) => String(Math.floor(Date.now() / 1_000) - ago);

describe("a webhook of Standard Webhooks", async () => {
  const hook = await hookOf({ scheme: "standard" });

  it("starts a run with the body and returns its id", async () => {
    const { status, answer, headers } = await send(hook.url, standard(hook.secret));
    expect(status).toBe(202);
    const { run } = await client.runs.get.query({ runId: answer.runId });
    expect(run).toMatchObject({
      triggerKind: "webhook",
      startedByUserId: null,
      input: { word: "tides" },
      output: "tides",
    });
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("set-cookie")).toBeNull();
  });

  it("returns the first one's run for a repeated delivery, however many arrive at once", async () => {
    const before = (await hook.runs()).length;
    const headers = standard(hook.secret);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(hook.url, headers)));
    expect(new Set(answers.map(({ answer }) => answer.runId)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(7).fill(200), 202]);
    expect((await hook.runs()).length).toBe(before + 1);
  });

  const id = randomUUID();
  const sixMinutes = 6 * 60_000;
  const past = new Date(Date.now() - sixMinutes);
  const ahead = new Date(Date.now() + sixMinutes);
  it.each<[string, () => Record<string, string>, string?]>([
    ["nothing", () => ({})],
    ["another secret", () => standard(`whsec_${Buffer.alloc(32, 1).toString("base64")}`)],
    ["another body", () => standard(hook.secret), `${body} `],
    ["another id", () => ({ ...standard(hook.secret, id), "webhook-id": "other" })],
    ["a time six minutes ago", () => standard(hook.secret, id, past)],
    ["a time in six minutes", () => standard(hook.secret, id, ahead)],
    [
      "another version",
      () => ({
        ...standard(hook.secret, id),
        "webhook-signature": standard(hook.secret, id)["webhook-signature"].replace("v1,", "v0,"),
      }),
    ],
    ["a token of Penstock", () => ({ authorization: "Bearer pen_x", cookie: person.cookie })],
  ])("refuses %s, and nothing happens", async (_, headers, text) => {
    const before = (await hook.firings()).length;
    const { status, answer } = await send(hook.url, headers(), text);
    expect(status).toBe(401);
    expect((await hook.firings()).length).toBe(before);
    const stranger = await send(`http://penstock.test/api/hooks/${randomUUID()}`, headers(), text);
    expect({ ...stranger, headers: null }).toEqual({
      status: 401,
      answer,
      text: stranger.text,
      headers: null,
    });
  });

  it("accepts the previous secret for a day, and the one before that no longer", async () => {
    const { secret: second } = await client.triggers.rotateSecret.mutate(hook.name);
    expect(second).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await send(hook.url, standard(hook.secret))).status).toBe(202);
    expect((await send(hook.url, standard(second))).status).toBe(202);
    const both = {
      ...standard(second, id),
      "webhook-signature": `v1,AAAA ${standard(second, id)["webhook-signature"]}`,
    };
    expect((await send(hook.url, both)).status).toBe(202);
    const { secret: third } = await client.triggers.rotateSecret.mutate(hook.name);
    expect((await send(hook.url, standard(hook.secret))).status).toBe(401);
    await web.database.asOwner(
      "update trigger_secrets set good_until = now() - interval '1 minute' where good_until is not null",
    );
    expect((await send(hook.url, standard(second))).status).toBe(401);
    expect((await send(hook.url, standard(third))).status).toBe(202);
  });

  it("keeps working when the keys that seal its secret are renewed", async () => {
    const { secret } = await client.triggers.rotateSecret.mutate(hook.name);
    const rotation = await rotateWorkspaceKeys(web.tools, person.workspaceId, { renewDataKey: true });
    expect(rotation.resealed).toBeGreaterThan(0);
    expect((await send(hook.url, standard(secret))).status).toBe(202);
  });

  it("stores its secret sealed", async () => {
    const rows = await web.database.asOwner<{ ciphertext: string }>("select ciphertext from trigger_secrets");
    const { secret } = await client.triggers.rotateSecret.mutate(hook.name);
    expect(rows.length).toBeGreaterThan(0);
    const dump = JSON.stringify(await web.database.asOwner("select * from trigger_secrets"));
    for (const text of [secret, secret.slice(6, 20)]) expect(dump).not.toContain(text);
    expect(JSON.stringify(await client.audit.list.query({}))).not.toContain(secret.slice(6, 20));
  });
});

describe("the other schemes", () => {
  it("are GitHub's", async () => {
    const { url, secret, runs } = await hookOf({
      scheme: "github",
      input: "{'event': trigger.headers['x-github-event'], 'word': trigger.body.word}",
    });
    const signed = {
      "x-hub-signature-256": `sha256=${hex(secret, body)}`,
      "x-github-delivery": randomUUID(),
      "x-github-event": "push",
    };
    expect((await send(url, signed)).status).toBe(202);
    expect((await send(url, signed)).status).toBe(200);
    expect((await send(url, { ...signed, "x-hub-signature-256": "sha256=00" })).status).toBe(401);
    expect((await send(url, { ...signed, "x-hub-signature-256": `sha1=${hex(secret, body)}` })).status).toBe(
      401,
    );
    const [run] = await runs();
    const { run: whole } = await client.runs.get.query({ runId: run?.id ?? expect.fail("no run") });
    expect(whole.input).toEqual({ event: "push", word: "tides" });
  });

  it("are Stripe's, whose events have ids", async () => {
    const { url, name } = await hookOf({ scheme: "stripe" });
    const { secret } = await client.triggers.rotateSecret.mutate({
      ...name,
      secret: "whsec_made_by_stripe_itself",
    });
    const event = JSON.stringify({ id: "evt_1", word: "paid" });
    const signed = (at: string) => ({
      "stripe-signature": `t=${at},v1=${"0".repeat(64)},v1=${hex(secret, `${at}.${event}`)},v0=x`,
    });
    expect((await send(url, signed(seconds()), event)).status).toBe(202);
    expect((await send(url, signed(seconds(1)), event)).status).toBe(200);
    expect((await send(url, signed(seconds(400)), event)).status).toBe(401);
  });

  it("are Slack's, which first sends a challenge", async () => {
    const { url, secret, firings } = await hookOf({
      scheme: "slack",
      contentTypes: ["application/json", "application/x-www-form-urlencoded"],
    });
    const signed = (text: string, at = seconds()) => ({
      "x-slack-request-timestamp": at,
      "x-slack-signature": `v0=${hex(secret, `v0:${at}:${text}`)}`,
    });
    const asking = JSON.stringify({ type: "url_verification", challenge: "<b>3eZb</b>" });
    const answer = await send(url, signed(asking), asking);
    expect(answer).toMatchObject({ status: 200, text: "<b>3eZb</b>" });
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await firings()).toEqual([]);
    expect((await send(url, signed(asking, seconds(400)), asking)).status).toBe(401);
    const form = "command=%2Fbrief&text=tides&text=again";
    const sent = await send(
      url,
      { ...signed(form), "content-type": "application/x-www-form-urlencoded" },
      form,
    );
    const { run } = await client.runs.get.query({ runId: sent.answer.runId });
    expect(run.input).toEqual({ command: "/brief", text: ["tides", "again"] });
  });

  it("are a bearer token", async () => {
    const { url, secret } = await hookOf({ scheme: "bearer" });
    expect((await send(url, { authorization: `Bearer ${secret}` })).status).toBe(202);
    expect((await send(url, { authorization: `Bearer ${secret}`, "idempotency-key": "a" })).status).toBe(202);
    expect((await send(url, { authorization: `bearer ${secret}`, "idempotency-key": "a" })).status).toBe(200);
    for (const authorization of [secret, `Bearer ${secret}x`, `Basic ${secret}`, "Bearer "])
      expect((await send(url, { authorization })).status).toBe(401);
  });

  it("are none, where the URL is enough", async () => {
    const { url, name, runs } = await hookOf({ scheme: "none", input: "trigger.body.word" });
    expect((await send(url, {})).status).toBe(202);
    expect(await runs()).toHaveLength(1);
    expect(await refusalOf(client.triggers.rotateSecret.mutate(name))).toBe("INVALID_INPUT");
  });
});
