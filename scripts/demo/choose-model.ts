import type { PenstockClient } from "#client/create-client.ts";
import { readPenstockError } from "#client/read-error.ts";

/** The pipeline file's own model: needs no key and costs play money. */
export const sandboxModel = "sandbox/brief";

interface ListedModel {
  readonly ref: string;
  readonly provider: string;
  readonly lifecycle: string;
}

interface ChosenModel {
  readonly model: string;
  /** Why a given key is not used. */
  readonly warning: string | null;
}

/**
 * The demo's model: a small one of the vendor's if there is a valid key, otherwise the sandbox. The key becomes a
 * provider key of the demo's workspace, encrypted like any other.
 */
export async function chooseModel(client: PenstockClient, apiKey: string | undefined): Promise<ChosenModel> {
  const secret = apiKey?.trim() ?? "";
  if (secret === "") return { model: sandboxModel, warning: null };
  const fallback = (reason: string) => ({ model: sandboxModel, warning: `ANTHROPIC_API_KEY: ${reason}` });
  try {
    const check = await client.keys.test.mutate({ keyId: await ensureKey(client, secret) });
    if (!check.ok) return fallback(check.message);
    const { models } = await client.models.list.query();
    const model = smallestModel(models);
    return model === null ? fallback("it opens no model that is active.") : { model, warning: null };
  } catch (error) {
    const described = readPenstockError(error);
    if (described === null) throw error;
    return fallback(described.message);
  }
}

/** The vendor lists newest first; its small models are called haiku. Null if there is no active model. */
export function smallestModel(models: readonly ListedModel[]): string | null {
  const active = models.filter((model) => model.provider === "anthropic" && model.lifecycle === "active");
  return (active.find((model) => model.ref.includes("haiku")) ?? active[0])?.ref ?? null;
}

/** The workspace's key with this ending, or a new one. */
async function ensureKey(client: PenstockClient, secret: string) {
  const { keys } = await client.keys.list.query();
  const known = keys.find((key) => key.provider === "anthropic" && secret.endsWith(key.displayLast4));
  if (known !== undefined) return known.id;
  const key = { provider: "anthropic", label: "From ANTHROPIC_API_KEY", secret, owner: "workspace" } as const;
  return (await client.keys.create.mutate(key)).keyId;
}
