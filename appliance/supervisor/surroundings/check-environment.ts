import { parseEnvironment } from "#server/env.ts";
import { StartError } from "../start-error.ts";
import { workerEnvironment } from "./child-environment.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** Stands for addresses that are known only when the database runs. */
const anyDatabase = {
  appUrl: "postgresql://app@localhost/any",
  engineUrl: "postgresql://engine@localhost/any",
};

interface CheckOptions {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly nodeEnv: "production" | "development";
}

/**
 * Checks everything that web and worker will read, before anything is started: they would fail over it again and again,
 * in their logs. Throws a StartError that names each invalid variable.
 */
export function requireSoundEnvironment(current: NodeJS.ProcessEnv, options: CheckOptions): void {
  const variables = workerEnvironment(current, { ...options, database: anyDatabase });
  try {
    parseEnvironment(variables);
  } catch (cause) {
    throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
