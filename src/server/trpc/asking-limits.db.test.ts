import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { RateLimitName } from "#server/services/rate-limits/rate-limits.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const built = await createTestWeb();
const person = await createPerson(built);
const used: string[] = [];
/** Limits that are all used up, and record the key. */
const consume = async (name: RateLimitName, key: string): Promise<void> => {
  used.push(`${name} ${key}`);
  throw new AppError("RATE_LIMITED", "Too many attempts. Wait 30 seconds, then try again.", {
    retryAfterMs: 30_000,
  });
};
const rateLimits = { ...built.tools.ports.rateLimits, consume };
const web = { ...built, tools: { ...built.tools, ports: { ...built.tools.ports, rateLimits } } };
const client = clientOf(web, person);
const { pipelineId } = await clientOf(built, person).pipelines.create.mutate({ definition: pureDefinition });
const { runId } = await clientOf(built, person).runs.start.mutate({ pipelineId, input: { word: "a" } });

describe("a program that sends requests endlessly", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      "runs.start",
      () => client.runs.start.mutate({ pipelineId }),
      `run-start-by-workspace ${person.workspaceId}`,
    ],
    ["runs.fork", () => client.runs.fork.mutate({ runId }), `run-start-by-workspace ${person.workspaceId}`],
    ["models.list", () => client.models.list.query(), `model-list-by-person ${person.userId}`],
    [
      "workspaces.create",
      () => client.workspaces.create.mutate({ name: "x" }),
      `workspace-create-by-person ${person.userId}`,
    ],
    [
      "tokens.create",
      () => client.tokens.create.mutate({ name: "x", scopes: ["read"] }),
      `token-create-by-person ${person.userId}`,
    ],
  ])("is told by %s to wait", async (_path, ask, counted) => {
    expect(await refusalOf(ask())).toBe("RATE_LIMITED");
    expect(used.at(-1)).toBe(counted);
  });
});

describe("tokens", () => {
  const { tokens } = clientOf(built, person);

  it("are valid for a year at most", async () => {
    for (const expiresInDays of [367, 0, 1.5]) {
      const ask = tokens.create.mutate({ name: "x", scopes: ["read"], expiresInDays });
      expect(await refusalOf(ask)).toBe("INVALID_INPUT");
    }
    await tokens.create.mutate({ name: "x", scopes: ["read"], expiresInDays: 366 });
  });

  it("are limited to a hundred valid ones per person and workspace", async () => {
    await built.database.asOwner(
      `insert into api_tokens (id, workspace_id, user_id, name, hash, display_prefix, scopes, expires_at)
       select gen_random_uuid(), $1, $2, 'many', 'hash ' || n, 'abc', '{read}', now() + interval '1 day'
         from generate_series(1, 100) n`,
      [person.workspaceId, person.userId],
    );
    const ask = () => tokens.create.mutate({ name: "x", scopes: ["read"] });
    expect(await refusalOf(ask())).toBe("CONFLICT");
    await built.database.asOwner(
      "update api_tokens set expires_at = now() - interval '1 second' where name = 'many'",
    );
    expect(await refusalOf(ask())).toBe("nothing");
  });
});
