import { describe, expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const prices = {
  input: 1_000_000,
  output: 2_000_000,
  cacheWrite5m: 1_000_000,
  cacheWrite1h: 1_000_000,
  cacheRead: 100_000,
};
const model = "openai-compatible/mine";

describe("prices", () => {
  it("are the list's, each with a day and a source, and the workspace's own", async () => {
    const person = await createPerson(web);
    const { prices: client, audit } = clientOf(web, person);
    const before = await client.list.query();
    expect(before.own).toEqual([]);
    expect(before.listed.find((price) => price.model === "openai/gpt-6.1-sol")).toMatchObject({
      prices: { input: 2_000_000, output: 10_000_000 },
      asOf: expect.stringMatching(/^20\d\d-/),
      source: expect.stringMatching(/^https:/),
    });
    const goes = { model: "anthropic/claude-opus-4-1", retiresOn: "2026-08-05", isRetired: true };
    expect(before.leaving).toContainEqual(expect.objectContaining(goes));
    await client.set.mutate({ model, prices });
    await client.set.mutate({ model, prices: { ...prices, input: 3_000_000 } });
    expect((await client.list.query()).own).toEqual([
      { model, prices: { ...prices, input: 3_000_000 }, setBy: person.userId, setAtMs: expect.any(Number) },
    ]);
    await client.remove.mutate({ model });
    expect((await client.list.query()).own).toEqual([]);
    const { events } = await audit.list.query();
    expect(events.filter(({ action }) => action.startsWith("price.")).map(({ action }) => action)).toEqual([
      "price.remove",
      "price.set",
      "price.set",
    ]);
  });

  it.each([
    ["a model of nobody", { model: "closedai/x", prices }],
    ["a model of the sandbox", { model: "sandbox/brief", prices }],
    ["a price below nothing", { model, prices: { ...prices, input: -1 } }],
    ["a price beyond all prices", { model, prices: { ...prices, input: 100_000_000_001 } }],
    ["a part of a micro", { model, prices: { ...prices, output: 0.5 } }],
  ])("cannot be set for %s", async (_name, input) => {
    const { prices: client } = clientOf(web, await createPerson(web));
    expect(await refusalOf(client.set.mutate(input))).toBe("INVALID_INPUT");
  });

  it("are set by admins and seen by everybody, in their own workspace", async () => {
    const [owner, editor] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    await clientOf(web, owner).prices.set.mutate({ model, prices });
    const inWorkspace = clientOf(web, editor, owner.workspaceId).prices;
    expect((await inWorkspace.list.query()).own).toHaveLength(1);
    expect(await refusalOf(inWorkspace.set.mutate({ model, prices }))).toBe("FORBIDDEN");
    expect(await refusalOf(inWorkspace.remove.mutate({ model }))).toBe("FORBIDDEN");
    expect((await clientOf(web, editor).prices.list.query()).own).toEqual([]);
    expect(await refusalOf(clientOf(web, editor).prices.remove.mutate({ model }))).toBe("NOT_FOUND");
  });

  it("are used when a definition is checked", async () => {
    const { pipelines, prices: client } = clientOf(web, await createPerson(web));
    const ask = {
      id: "ask",
      type: "agent",
      name: "Ask",
      config: { model, task: "x" },
      limits: { costMicros: 1_000_000 },
    } as const;
    const start = { id: "start", type: "trigger", name: "Start" } as const;
    const edges = [{ id: "e1", from: "start", to: "ask" }];
    const definition = { name: "Priced", nodes: [start, ask], edges };
    const codes = async () =>
      (await pipelines.validate.mutate({ definition })).problems.map(({ code }) => code);
    expect(await codes()).toContain("PRICE_UNKNOWN");
    await client.set.mutate({ model, prices });
    expect(await codes()).not.toContain("PRICE_UNKNOWN");
  });
});
