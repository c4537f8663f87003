import { expect, it } from "vitest";
import type { Json, JsonObject } from "#core/json/json.ts";
import { validateDefinition } from "../../validate.ts";

/** A literal would set the prototype instead. */
const lost = (value: Json) => JSON.parse(JSON.stringify({ _: value }).replace('"_"', '"__proto__"')) as Json;

const tool: JsonObject = {
  kind: "http",
  name: "look",
  description: "Looks it up.",
  effect: "read",
  url: "https://api.example/",
};
const talk = (change: JsonObject) => ({
  id: "talk",
  type: "agent",
  name: "Talk",
  config: { model: "sandbox/brief", task: "Go", tools: [tool, { ...tool, name: "other", ...change }] },
});
const loop = (change: JsonObject) => ({
  id: "again",
  type: "loop",
  name: "Again",
  config: { pipeline: "draft", until: "true", maxPasses: 2, ...change },
});
const schedule = (change: JsonObject) => [{ id: "daily", kind: "schedule", cron: "0 9 * * *", ...change }];

it.each<[string, JsonObject]>([
  ['tool "other": headers', { nodes: [talk({ headers: lost("x") })] }],
  ['tool "other": query', { nodes: [talk({ query: lost("x") })] }],
  ["config.carry", { nodes: [loop({ carry: lost("output") })] }],
  ["config.variables", { nodes: [loop({ variables: lost("input") })] }],
  ["triggers[0].input", { triggers: schedule({ input: lost("trigger") }) }],
  ["triggers[0].variables", { triggers: schedule({ variables: lost(1) }) }],
  ["variables", { variables: lost({ default: 1 }) }],
])("refuses a name in %s that would have no effect", (place, { nodes = [], ...rest }) => {
  const start = { id: "start", type: "trigger", name: "Start" };
  const checked = validateDefinition({
    name: "Names",
    nodes: [start, ...(nodes as Json[])],
    edges: [],
    ...rest,
  });
  const messages = checked.ok ? [] : checked.problems.map(({ message }) => message);
  expect(messages).toContainEqual(
    expect.stringContaining(`${place}.__proto__ is a reserved word: choose another name.`),
  );
});
