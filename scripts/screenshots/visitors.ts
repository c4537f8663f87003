import { type BrowserContextOptions, request } from "@playwright/test";
import { createTRPCClient, httpLink } from "@trpc/client";
import { wire } from "#core/json/wire.ts";
import type { Role } from "#core/policy/roles.ts";
import type { AppRouter } from "#server/trpc/root.ts";

/** Nobody; the demo's owner; somebody who has just signed up; a viewer of the demo; a member of no workspace. */
export type VisitorName = "stranger" | "demo" | "newcomer" | "viewer" | "leaver";

export interface Visitors {
  /** The newcomer's empty workspace. */
  readonly emptyWorkspaceSlug: string;
  /** The cookies of their browser. */
  readonly states: Readonly<Record<VisitorName, StorageState>>;
}

type StorageState = Exclude<NonNullable<BrowserContextOptions["storageState"]>, string>;

const demoEmail = "demo@penstock.local";
const password = "water runs down the pipe";
const colleagues: readonly { readonly name: string; readonly email: string; readonly role: Role }[] = [
  { name: "Grace Sluice", email: "grace@example.com", role: "admin" },
  { name: "Vera Lock", email: "vera@example.com", role: "viewer" },
];

/** Signs everybody up and in, and adds several people to the demo workspace. */
export async function inviteVisitors(
  url: string,
  demo: { readonly password: string; readonly workspaceSlug: string },
): Promise<Visitors> {
  const { signUp } = routerClient(url, {}).account;
  const demoState = await signIn(url, demoEmail, demo.password);
  const { members } = clientFor(url, demoState, demo.workspaceSlug);
  for (const { role, ...person } of colleagues) {
    await signUp.mutate({ ...person, password });
    await members.add.mutate({ email: person.email, role });
  }
  const newcomer = await signUp.mutate({ name: "Noa Spring", email: "noa@example.com", password });
  const leaver = await signUp.mutate({ name: "Lee Weir", email: "lee@example.com", password });
  const leaverState = await signIn(url, "lee@example.com", password);
  await handOver(clientFor(url, leaverState, leaver.workspaceSlug));
  return {
    emptyWorkspaceSlug: newcomer.workspaceSlug,
    states: {
      stranger: { cookies: [], origins: [] },
      demo: demoState,
      newcomer: await signIn(url, "noa@example.com", password),
      viewer: await signIn(url, "vera@example.com", password),
      leaver: leaverState,
    },
  };
}

/** Gives the demo's owner a second workspace. */
async function handOver({ workspaces, members }: ReturnType<typeof routerClient>): Promise<void> {
  await workspaces.rename.mutate({ name: "Harbour office" });
  await members.add.mutate({ email: demoEmail, role: "owner" });
  await members.leave.mutate();
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

/** Calls the API as somebody's browser would, for one workspace. */
function clientFor(url: string, { cookies }: StorageState, workspace: string) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return routerClient(url, { cookie, origin: url, "x-workspace": workspace });
}

function routerClient(url: string, headers: Readonly<Record<string, string>>) {
  const endpoint = new URL("/api/trpc", url).toString();
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: endpoint, headers, transformer: wire })],
  });
}
