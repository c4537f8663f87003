import { randomUUID } from "node:crypto";
import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { createPenstockClient, type PenstockClient } from "#client/create-client.ts";

/** A person who has signed up and signed in, and a program that acts for them. */
export interface Account {
  readonly email: string;
  readonly password: string;
  readonly workspaceSlug: string;
  /** The cookies of their browser. */
  readonly storageState: Awaited<ReturnType<APIRequestContext["storageState"]>>;
  readonly client: PenstockClient;
}

/** Makes an account through the same doors that the pages use. */
export async function makeAccount(request: APIRequestContext, url: string): Promise<Account> {
  const email = `e2e-${randomUUID()}@example.com`;
  const password = `pass ${randomUUID()}`;
  const signUp = await call(request, url, "account.signUp", { email, password, name: "Ada" }, {});
  const workspaceSlug = String(signUp.workspaceSlug);

  const csrf = await (await request.get(`${url}/api/auth/csrf`)).json();
  const form = { email, password, csrfToken: csrf.csrfToken, callbackUrl: "/", json: "true" };
  await expectOk(
    await request.post(`${url}/api/auth/callback/credentials`, { form, headers: { origin: url } }),
  );

  const order = { name: "browser tests", scopes: ["admin"] };
  const made = await call(request, url, "tokens.create", order, { "x-workspace": workspaceSlug });
  const client = createPenstockClient({ url, token: String(made.token) });
  return { email, password, workspaceSlug, storageState: await request.storageState(), client };
}

async function call(
  request: APIRequestContext,
  url: string,
  procedure: string,
  input: object,
  headers: { readonly [name: string]: string },
): Promise<{ readonly [field: string]: unknown }> {
  const response = await request.post(`${url}/api/trpc/${procedure}`, {
    data: { json: input },
    headers: { ...headers, origin: url },
  });
  await expectOk(response);
  return (await response.json()).result.data.json;
}

async function expectOk(response: APIResponse): Promise<void> {
  expect(response.ok(), `${response.url()}: ${await response.text()}`).toBe(true);
}
