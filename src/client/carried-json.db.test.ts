import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { serveWeb } from "#server/testing/serve-web.ts";
import { createPenstockClient } from "./create-client.ts";
import { watchRun } from "./watch-run.ts";

const web = await createTestWeb();
const person = await createPerson(web);
const { token } = await clientOf(web, person).tokens.create.mutate({ name: "program", scopes: ["write"] });
const server = await serveWeb(web);
const client = createPenstockClient({ url: server.url, token });
afterAll(() => server.kill());

const hostileKeys = ["constructor", "prototype", "__proto__", "toString", "hasOwnProperty", "then", "json"];

/** Any JSON value that can be stored, with keys that also exist on Object.prototype. */
const hostileJson = fc
  .tuple(fc.jsonValue({ maxDepth: 2, stringUnit: "grapheme" }), fc.constantFrom(...hostileKeys))
  .map(
    ([value, key]) => `{${JSON.stringify(key)}:${JSON.stringify(value)},"list":[{${JSON.stringify(key)}:1}]}`,
  )
  .filter((text) => !text.includes("\\u0000"));

/** Compares as text with sorted keys, because equality matchers treat such keys specially. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${written(part)}`).join()}}`;
}

const definitionWith = (json: string) =>
  JSON.parse(`{
    "name": "Carries JSON",
    "variables": { "given": {}, "standing": { "default": ${json} } },
    "nodes": [
      { "id": "start", "type": "trigger", "name": "Start" },
      { "id": "shape", "type": "transform", "name": "Shape",
        "config": { "value": { "input": "input", "given": "variables.given", "standing": "variables.standing" } },
        "onError": "continue", "fallbackOutput": ${json}, "outputSchema": { "properties": { "constructor": {}, "__proto__": true } } }
    ],
    "edges": [{ "id": "e1", "from": "start", "to": "shape" }]
  }`) as PipelineDefinitionInput;

describe("JSON with keys of Object.prototype", () => {
  it("is accepted by every entry point and returned unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(hostileJson, async (json) => {
        const definition = definitionWith(json);
        const { pipelineId } = await client.pipelines.create.mutate({ definition });
        const { draft, draftText } = await client.pipelines.get.query({ pipelineId });
        expect(written(draft)).toBe(written(definition));
        const copy = await client.pipelines.create.mutate({ definition: draftText });
        const copied = await client.pipelines.get.query({ pipelineId: copy.pipelineId });
        expect(written(copied.draft)).toBe(written(definition));

        await client.pipelines.publish.mutate({ pipelineId });
        const { definition: published } = await client.pipelines.version.query({ pipelineId, number: 1 });
        expect(written(published.variables)).toContain(written(JSON.parse(json)));

        const value = JSON.parse(json) as Json;
        const { runId } = await client.runs.start.mutate({
          pipelineId,
          input: value,
          variables: { given: value },
        });
        const [view, , events] = await Promise.all([
          client.runs.get.query({ runId }),
          client.workspaces.get.query(),
          eventsOf(runId),
        ]);
        const output = written({ input: value, given: value, standing: value });
        expect(written(view.run.input)).toBe(written(value));
        expect(written(view.run.variables)).toBe(written({ given: value, standing: value }));
        expect(written(view.run.output)).toBe(output);
        const last = events.findLast((event) => event.type === "node.completed");
        expect(last?.type === "node.completed" && written(last.output)).toBe(output);
      }),
      {
        numRuns: 12,
        examples: hostileKeys.map((key) => [`{"${key}":{"${key}":null},"list":[{"${key}":1}]}`]),
      },
    );
    expect(({} as { list?: unknown }).list).toBeUndefined();
  });

  it("does not affect the other calls in a batch with a refused one", async () => {
    const input = JSON.parse('{"pipelineId":"x","__proto__":{"constructor":1}}') as { pipelineId: string };
    const answers = await Promise.allSettled([
      client.workspaces.get.query(),
      client.pipelines.get.query(input),
      client.pipelines.list.query(),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

async function eventsOf(runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of watchRun(client, { runId })) events.push(event);
  return events;
}
