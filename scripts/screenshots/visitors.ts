import { type BrowserContextOptions, request } from "@playwright/test";
import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { Role } from "#core/policy/roles.ts";
import type { AppRouter } from "#server/trpc/root.ts";

/** Nobody; the owner of the demo; somebody who has just signed up; a viewer of the demo. */
export type VisitorName = "stranger" | "demo" | "newcomer" | "viewer";

export interface Visitors {
  /** The newcomer's empty workspace. */
  readonly emptyWorkspaceSlug: string;
  /** What a browser of theirs begins with: their cookies. */
  readonly states: Readonly<Record<VisitorName, StorageState>>;
}

type StorageState = Exclude<NonNullable<BrowserContextOptions["storageState"]>, string>;

const password = "water runs down the pipe";
const colleagues: readonly { readonly name: string; readonly email: string; readonly role: Role }[] = [
  { name: "Grace Sluice", email: "grace@example.com", role: "admin" },
  { name: "Vera Lock", email: "vera@example.com", role: "viewer" },
];

/** Signs everybody up and in, and makes the demo a workspace of several people. */
export async function inviteVisitors(
  url: string,
  demo: { readonly password: string; readonly workspaceSlug: string },
): Promise<Visitors> {
  const router = routerClient(url, {});
  const newcomer = await router.account.signUp.mutate({
    name: "Noa Spring",
    email: "noa@example.com",
    password,
  });
  const demoState = await signIn(url, "demo@penstock.local", demo.password);
  const asDemo = routerClient(url, {
    cookie: demoState.cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    origin: url,
    "x-workspace": demo.workspaceSlug,
  });
  for (const { name, email, role } of colleagues) {
    await router.account.signUp.mutate({ name, email, password });
    await asDemo.members.add.mutate({ email, role });
  }
  return {
    emptyWorkspaceSlug: newcomer.workspaceSlug,
    states: {
      stranger: { cookies: [], origins: [] },
      demo: demoState,
      newcomer: await signIn(url, "noa@example.com", password),
      viewer: await signIn(url, "vera@example.com", password),
    },
  };
}

async function signIn(url: string, email: string, secret: string): Promise<StorageState> {
  const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  try {
    const { csrfToken } = await (await api.get("/api/auth/csrf")).json();
    const form = { email, password: secret, csrfToken, json: "true" };
    const answer = await api.post("/api/auth/callback/credentials", { form });
    if (!answer.ok()) throw new Error(`${email} cannot sign in: ${await answer.text()}`);
    return await api.storageState();
  } finally {
    await api.dispose();
  }
}

function routerClient(url: string, headers: Readonly<Record<string, string>>) {
  const endpoint = new URL("/api/trpc", url).toString();
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: endpoint, headers, transformer: superjson })],
  });
}
