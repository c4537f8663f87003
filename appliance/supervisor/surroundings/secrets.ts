import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { StartError } from "../start-error.ts";

const secretsSchema = z.object({
  /** `k1:<base64 of 32 bytes>`: wraps what encrypts provider keys. Without it they cannot be read again. */
  keyring: z.string(),
  nextAuthSecret: z.string(),
  appPassword: z.string(),
  enginePassword: z.string(),
  demo: z.object({ password: z.string(), apiToken: z.string().nullable() }),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Reads the secrets of a data folder, creating them the first time. They are never printed. */
export function readSecrets(home: string): Secrets {
  const path = secretsPath(home);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    const made = makeSecrets();
    writeSecrets(home, made);
    return made;
  }
  const parsed = secretsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new StartError(
    `${path} is damaged. Put it back from a backup: without it, stored provider keys cannot be decrypted.`,
  );
}

/** Replaces the file in one step, so that a crash never leaves half of it. */
export function writeSecrets(home: string, secrets: Secrets): void {
  const path = secretsPath(home);
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

const secretsPath = (home: string) => join(home, "secrets.json");

function makeSecrets(): Secrets {
  const word = () => randomBytes(24).toString("base64url");
  return {
    keyring: `k1:${randomBytes(32).toString("base64")}`,
    nextAuthSecret: randomBytes(48).toString("base64url"),
    appPassword: word(),
    enginePassword: word(),
    demo: { password: word(), apiToken: null },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
