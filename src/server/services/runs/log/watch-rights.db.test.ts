import { describe, expect, it } from "vitest";
import { readPenstockError } from "#client/read-error.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { endSession } from "#server/services/sessions/end-session.ts";
import { lookAgainMs } from "#server/services/standing.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import {
  bearer,
  clientOf,
  clientWith,
  createPerson,
  headersOf,
  joinWorkspace,
  type Person,
  type RequestHeaders,
} from "#server/testing/people.ts";

const built = await createTestWeb();
let offsetMs = 0;
const web = { ...built, tools: { ...built.tools, clock: { nowMs: () => Date.now() + offsetMs } } };
const owner = await createPerson(web);
const own = clientOf(web, owner);

/** There is no worker here, so the run lasts as long as the test. */
const waiting: PipelineDefinitionInput = {
  name: "Waits",
  settings: { timeoutSeconds: 86_400 },
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "pause", type: "delay", name: "Pause", config: { seconds: 1800 } },
  ],
  edges: [{ id: "e1", from: "start", to: "pause" }],
};
const { pipelineId } = await own.pipelines.create.mutate({ definition: waiting });
const { runId } = await own.runs.start.mutate({ pipelineId });

/**
 * Opens a stream; resolves when its first line has arrived. `ended` says how it ended: with a code, or as completed.
 */
function open(headers: RequestHeaders): Promise<{ readonly ended: Promise<string> }> {
  return new Promise((resolve) => {
    const ended = new Promise<string>((end) => {
      clientWith(web, headers).runs.watch.subscribe(
        { runId },
        {
          onData: () => resolve({ ended }),
          onError: (error) => end(readPenstockError(error)?.code ?? "unknown"),
          onComplete: () => end("completed"),
        },
      );
    });
  });
}

interface Reader {
  readonly person: Person;
  readonly headers: RequestHeaders;
  readonly tokenId: string | null;
}

async function bySession(): Promise<Reader> {
  const person = await createPerson(web);
  await joinWorkspace(web, person, owner.workspaceId, "editor");
  return { person, headers: headersOf(person, owner.workspaceId), tokenId: null };
}

async function byToken(): Promise<Reader> {
  const { person, headers } = await bySession();
  const { token, tokenId } = await clientWith(web, headers).tokens.create.mutate({
    name: "x",
    scopes: ["read"],
  });
  return { person, headers: bearer(token), tokenId };
}

/** Simulates the passing of time, and makes every stream of the run read its log. */
async function pass(timeMs: number): Promise<void> {
  offsetMs += timeMs;
  await web.database.asOwner("select pg_notify('run_events', $1)", [runId]);
}

const remove = ({ person: { userId } }: Reader) => own.members.remove.mutate({ userId });

describe("a stream of a run", () => {
  it.each<[string, () => Promise<Reader>, (reader: Reader) => Promise<unknown>, string]>([
    ["a member is removed", bySession, remove, "NOT_FOUND"],
    ["the owner of a token is removed", byToken, remove, "UNAUTHENTICATED"],
    [
      "a member leaves",
      bySession,
      ({ person }) => clientOf(web, person, owner.workspaceId).members.leave.mutate(),
      "NOT_FOUND",
    ],
    ["a session ends", bySession, ({ person }) => endSession(web.tools, person.sessionId), "UNAUTHENTICATED"],
    [
      "a session expires",
      bySession,
      ({ person }) =>
        web.database.asOwner("update sessions set expires_at = now() - interval '1 second' where id = $1", [
          person.sessionId,
        ]),
      "UNAUTHENTICATED",
    ],
    [
      "a token is revoked",
      byToken,
      ({ person, tokenId }) =>
        clientOf(web, person, owner.workspaceId).tokens.revoke.mutate({ tokenId: tokenId ?? "" }),
      "UNAUTHENTICATED",
    ],
    [
      "a token expires",
      byToken,
      ({ tokenId }) =>
        web.database.asOwner("update api_tokens set expires_at = now() - interval '1 second' where id = $1", [
          tokenId,
        ]),
      "UNAUTHENTICATED",
    ],
  ])("is refused when %s", async (_when, arrive, end, code) => {
    const reader = await arrive();
    const stream = await open(reader.headers);
    await end(reader);
    await pass(lookAgainMs);
    expect(await stream.ended).toBe(code);
  });

  it("continues while the right lasts, with a lower role too, and ends with the run", async () => {
    const { person, headers } = await bySession();
    const stream = await open(headers);
    await own.members.changeRole.mutate({ userId: person.userId, role: "viewer" });
    await pass(lookAgainMs);
    await pass(lookAgainMs);
    await own.runs.cancel.mutate({ runId });
    expect(await stream.ended).toBe("completed");
  });
});
