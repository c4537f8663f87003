import { afterAll, describe, expect, it } from "vitest";

import { addDays, dayOf } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientOf, createPerson, headersOf, type RequestHeaders } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { serveWeb } from "#server/testing/serve-web.ts";

const web = await createTestWeb();
const server = await serveWeb(web);
afterAll(() => server.kill());
const person = await createPerson(web);
const client = clientOf(web, person);
const { workspaceId } = person;
const today = dayOf(Date.now());
const lastMonth = addDays(today, -40);

const name = '=HYPERLINK("http://evil.example","click"), and more';
const { pipelineId } = await client.pipelines.create.mutate({ definition: { ...pureDefinition, name } });
const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "hello" } });

/** A call that was settled on a day. Null: its price is unknown. */
const book = (day: string, nodeId: string, amountMicros: number | null, isEstimated = false) =>
  withTenant(
    web.tools.db,
    workspaceId,
    (tx) => tx.$executeRaw`
      INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, input_tokens, amount_micros, is_estimated, created_at)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, ${nodeId}, 1, 'settle', 'anthropic', 'claude-haiku-5-5', 10, ${amountMicros}::bigint,
              ${isEstimated}::boolean, ${`${day}T12:00:00Z`}::text::timestamptz)`,
  );
await book(today, "write", 1_500_000);
await book(today, "write", null);
await book(lastMonth, "check", 25, true);

const ask = (query: string, headers: RequestHeaders) =>
  fetch(`${server.url}/api/costs?${query}`, { headers });
const span = `firstDay=${lastMonth}&lastDay=${today}`;

describe("costs as a file", () => {
  it("are all lines, and no name in them becomes a formula", async () => {
    const response = await ask(`${span}&workspace=${person.workspaceSlug}`, {
      cookie: person.cookie,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="costs-${lastMonth}-${today}.csv"`,
    );
    const lines = (await response.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^day_utc,pipeline,pipeline_id,node,/);
    expect(lines[1]).toMatch(new RegExp(`^${lastMonth},"'=HYPERLINK\\(""http://evil`));
    expect(lines[1]).toMatch(/,check,.*,real,1,0,1,10,0,0,0,0\.000025$/);
    expect(lines[2]).toMatch(/,write,.*,real,2,1,0,20,0,0,0,1\.500000$/);
  });

  it("equal the sums on the costs page and the home page", async () => {
    const wanted = { firstDay: lastMonth, lastDay: today, by: "node" } as const;
    const { rows, days, total } = await client.costs.breakdown.query(wanted);
    expect(
      rows.map(({ nodeId, costMicros, unpricedCalls, estimatedCalls }) => [
        nodeId,
        costMicros,
        unpricedCalls,
        estimatedCalls,
      ]),
    ).toEqual([
      ["write", 1_500_000, 1, 0],
      ["check", 25, 0, 1],
    ]);
    expect(rows[0]).toMatchObject({ pipelineName: name, userId: null });
    expect(days.map(({ day }) => day)).toEqual([lastMonth, today]);
    const home = await client.costs.summary.query({
      sinceMs: Date.parse(`${lastMonth}T00:00:00Z`),
      untilMs: Date.parse(`${addDays(today, 1)}T00:00:00Z`),
    });
    expect([total.costMicros, total.unpricedCalls]).toEqual([home.costMicros, home.unpricedCalls]);
    const [member] = (await client.costs.breakdown.query({ ...wanted, by: "member" })).rows;
    expect(member).toMatchObject({ userId: person.userId, costMicros: 1_500_025 });
  });

  it("are those of one pipeline where one is given, and of this workspace alone", async () => {
    const other = await createPerson(web);
    const { token } = await client.tokens.create.mutate({ name: "books", scopes: ["read"] });
    const mine = await ask(`${span}&pipelineId=${pipelineId}`, bearer(token));
    expect((await mine.text()).split("\r\n")).toHaveLength(4);
    const theirs = await ask(`${span}&workspace=${other.workspaceSlug}`, headersOf(other));
    expect((await theirs.text()).trimEnd().split("\r\n")).toHaveLength(1);
    const foreign = await ask(`${span}&pipelineId=${pipelineId}`, headersOf(other));
    expect(foreign.status).toBe(404);
    const stranger = await ask(`${span}&workspace=${person.workspaceSlug}`, { cookie: other.cookie });
    expect(stranger.status).toBe(404);
    expect((await ask(span, {})).status).toBe(401);
  });

  it("name an invalid day", async () => {
    const wrong = await ask(`firstDay=2026-02-30&lastDay=${today}`, headersOf(person));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      error: { message: expect.stringContaining("firstDay must be a day as YYYY-MM-DD") },
    });
    const long = await ask("firstDay=2020-01-01&lastDay=2026-01-01", headersOf(person));
    expect(JSON.stringify(await long.json())).toContain("one request covers at most 366 days");
  });
});
