import { writeSecrets } from "#appliance/supervisor/surroundings/secrets.ts";
import { createPenstockClient, type PenstockClient } from "#client/create-client.ts";
import { readPenstockError } from "#client/read-error.ts";
import type { Installation } from "../access/with-tools.ts";

export interface SignedIn {
  readonly client: PenstockClient;
  /** The workspace's slug. */
  readonly workspaceSlug: string;
}

/** A client for the demo's workspace: with the token stored in the data folder, or with a new account and token. */
export async function signIn(installation: Installation): Promise<SignedIn> {
  const { secrets, settings } = installation;
  const kept = secrets.demo.apiToken;
  if (kept !== null) {
    const signedIn = await tryToken(settings.localUrl, kept);
    if (signedIn !== null) return signedIn;
  }
  const token = await makeDemoToken(installation);
  writeSecrets(settings.home, { ...secrets, demo: { ...secrets.demo, apiToken: token } });
  const signedIn = await tryToken(settings.localUrl, token);
  if (signedIn === null)
    throw new Error("Penstock does not accept the token that was just made for the demo.");
  return signedIn;
}

/** Null if the token is no longer valid: revoked, or of another database. */
async function tryToken(url: string, token: string): Promise<SignedIn | null> {
  const client = createPenstockClient({ url, token });
  try {
    return { client, workspaceSlug: (await client.workspaces.get.query()).slug };
  } catch (error) {
    if (readPenstockError(error)?.code === "UNAUTHENTICATED") return null;
    throw error;
  }
}

/** A token cannot do this, so it uses the use-cases, which are loaded only when needed. */
async function makeDemoToken(installation: Installation): Promise<string> {
  const { withTools } = await import("../access/with-tools.ts");
  const { demoEmail, ensureDemoAccount } = await import("#server/services/account/ensure-demo-account.ts");
  const { issueApiToken } = await import("#server/services/tokens/issue-api-token.ts");
  return withTools(installation, async (tools) => {
    await ensureDemoAccount(tools, installation.secrets.demo.password);
    return issueApiToken(tools, {
      email: demoEmail,
      workspaceSlug: null,
      name: "npm run demo",
      scopes: ["admin"],
      expiresInDays: 365,
    });
  });
}
