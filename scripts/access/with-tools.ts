import { childEnvironment } from "#appliance/supervisor/surroundings/child-environment.ts";
import type { Secrets } from "#appliance/supervisor/surroundings/secrets.ts";
import type { Settings } from "#appliance/supervisor/surroundings/settings.ts";
import { buildWebProcess } from "#server/composition.ts";
import { parseEnvironment } from "#server/env.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { DatabaseAddresses } from "./database-addresses.ts";

export interface Installation {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly database: DatabaseAddresses;
}

/** Gives an operator's script the web process's use-cases, on the same database. */
export async function withTools<Result>(
  installation: Installation,
  work: (tools: ServiceTools) => Promise<Result>,
): Promise<Result> {
  const variables = childEnvironment(process.env, { ...installation, nodeEnv: "development" });
  const web = buildWebProcess(parseEnvironment({ ...variables, LOG_LEVEL: "error" }));
  try {
    return await work(web.tools);
  } finally {
    await web.close();
  }
}
