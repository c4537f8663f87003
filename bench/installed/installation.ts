import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { createPenstockClient, type PenstockClient } from "#client/create-client.ts";
import { signIn } from "#scripts/demo/sign-in.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { createApiToken } from "#server/services/tokens/create-api-token.ts";
import type { StageProcess } from "../stage.ts";

/** A complete installation, as `npm start` runs it, with an API client. */
export interface StartedInstallation {
  readonly client: PenstockClient;
  /** This many other workspaces, each with its own client. */
  clientsOfWorkspaces(count: number): Promise<readonly PenstockClient[]>;
  /** The web, worker and database processes, as far as they can be found. */
  processes(): Promise<readonly StageProcess[]>;
}

/**
 * Starts everything as `npm start` does, with its own data folder and port, for the duration of `work`. `modelHost` is
 * a local vendor that provider keys may name.
 */
export async function withStartedInstallation<Result>(
  work: (installation: StartedInstallation) => Promise<Result>,
  modelHost: string | null = null,
): Promise<Result> {
  if (modelHost !== null) process.env.PRIVATE_MODEL_HOSTS = modelHost;
  const home = await mkdtemp(join(tmpdir(), "penstock-bench-"));
  const settings = readSettings({ PENSTOCK_HOME: home, PORT: String(await freePort()) });
  const others = await childrenOfThis();
  const tell = () => undefined;
  const { signal } = new AbortController();
  const stack = await startStack({ settings, mode: "production", command: "npm run bench", signal, tell });
  try {
    const access = { settings, secrets: stack.secrets, database: stack.database() };
    return await work({
      client: (await signIn(access)).client,
      clientsOfWorkspaces: (count) => makeWorkspaces(settings.localUrl, access.database.appUrl, count),
      processes: () => findPrograms(others),
    });
  } finally {
    await stack.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Each with its own owner; created in the database, since a token cannot create workspaces. */
async function makeWorkspaces(
  url: string,
  appUrl: string,
  count: number,
): Promise<readonly PenstockClient[]> {
  const db = createDatabase({ url: appUrl, poolSize: 2 });
  try {
    const clients: PenstockClient[] = [];
    for (let index = 0; index < count; index += 1) {
      const context = await createTestContext(db);
      const { token } = await createApiToken(context, { name: "bench", scopes: ["admin"], expiresInDays: 1 });
      clients.push(createPenstockClient({ url, token }));
    }
    return clients;
  } finally {
    await db.$disconnect();
  }
}

const programs = [
  { name: "web", mark: "next" },
  { name: "worker", mark: "worker.ts" },
  { name: "database", mark: "postgres" },
] as const;

/** Empty without /proc. */
async function childrenOfThis(): Promise<readonly number[]> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").catch(
    () => "",
  );
  return children.trim().split(" ").filter(Boolean).map(Number);
}

/** The new children of this process, identified by their command lines. */
async function findPrograms(others: readonly number[]): Promise<readonly StageProcess[]> {
  const pids = (await childrenOfThis()).filter((pid) => !others.includes(pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const program = programs.find(({ mark }) => command.includes(mark));
      return program === undefined ? [] : [{ name: program.name, pid, withChildren: true }];
    }),
  );
  return found.flat();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("This machine has no free port.")),
      );
    });
  });
}
