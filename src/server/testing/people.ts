import { randomUUID } from "node:crypto";
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import { EventSource } from "eventsource";
import { encode } from "next-auth/jwt";
import type { SessionId, UserId, WorkspaceId } from "#core/ids.ts";
import { wire } from "#core/json/wire.ts";
import type { Role } from "#core/policy/roles.ts";
import { sessionCookieName } from "#server/auth/cookies.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { createAccount } from "#server/services/account/create-account.ts";
import { openSession } from "#server/services/sessions/open-session.ts";
import { handleTrpcRequest } from "#server/trpc/handle-request.ts";
import type { AppRouter } from "#server/trpc/root.ts";
import type { TestWeb } from "./create-test-web.ts";

/** A person with an account, their own workspace and a session. */
export interface Person {
  readonly userId: UserId;
  readonly email: string;
  readonly workspaceId: WorkspaceId;
  readonly workspaceSlug: string;
  readonly sessionId: SessionId;
  /** The cookie header that their browser sends. */
  readonly cookie: string;
}

/** Skips hashing a password; tests of passwords use the real sign-up. */
export async function createPerson(web: TestWeb): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const account = await createAccount(web.tools, {
    email,
    isEmailVerified: true,
    name: "Test Person",
    image: null,
    passwordHash: null,
  });
  if (account === null) throw new Error("the address is taken");
  const { sessionId } = await openSession(web.tools, account.userId, { userAgent: "vitest", by: "password" });
  return { ...account, email, sessionId, cookie: await cookieOf(web, sessionId) };
}

export async function joinWorkspace(
  web: TestWeb,
  person: Person,
  workspaceId: WorkspaceId,
  role: Role,
): Promise<void> {
  await withTenant(web.tools.db, workspaceId, (tx) =>
    insertMember(tx, { workspaceId, userId: person.userId, role }),
  );
}

export async function cookieOf({ auth }: TestWeb, sessionId: SessionId): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: auth.secret });
  return `${sessionCookieName(auth.publicOrigin)}=${token}`;
}

export type RequestHeaders = { readonly [name: string]: string };

/** The headers of a person's browser, for one workspace. */
export function headersOf(person: Person, workspace: string = person.workspaceId) {
  return { cookie: person.cookie, origin: "http://penstock.test", "x-workspace": workspace };
}

export function bearer(token: string): RequestHeaders {
  return { authorization: `Bearer ${token}` };
}

/** Calls the router over HTTP, without a socket. */
export function clientWith(web: TestWeb, headers: RequestHeaders): TRPCClient<AppRouter> {
  const answer = (url: string | URL | Request, init?: RequestInit) =>
    handleTrpcRequest(web.tools, web.auth, new Request(url, init));
  const shared = { url: `${web.auth.publicOrigin}/api/trpc`, transformer: wire };
  const fetchEvents = (
    url: string | URL,
    init: { readonly headers: RequestHeaders; readonly signal: AbortSignal },
  ) => answer(url, { signal: init.signal, headers: { ...init.headers, ...headers } });
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ ...shared, EventSource, eventSourceOptions: { fetch: fetchEvents } }),
        false: httpLink({ ...shared, headers, fetch: (url, init) => answer(url, init as RequestInit) }),
      }),
    ],
  });
}

/** A person's client, in their own workspace unless another is given. */
export function clientOf(web: TestWeb, person: Person, workspace?: string): TRPCClient<AppRouter> {
  return clientWith(web, headersOf(person, workspace));
}
