import { expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { issueApiToken } from "./issue-api-token.ts";

const web = await createTestWeb();
const ada = await createPerson(web);
const grace = await createPerson(web);
const order = { workspaceSlug: null, name: "made in the shell", scopes: ["read"], expiresInDays: 1 } as const;

it("acts for the person in their only workspace", async () => {
  const token = await issueApiToken(web.tools, { ...order, email: ada.email });
  const { slug } = await clientWith(web, bearer(token)).workspaces.get.query();
  expect(slug).toBe(ada.workspaceSlug);
});

it("needs the name of one of several workspaces, and accepts only one of theirs", async () => {
  await joinWorkspace(web, ada, grace.workspaceId, "viewer");
  const issue = (workspaceSlug: string | null) =>
    issueApiToken(web.tools, { ...order, email: ada.email, workspaceSlug });
  await expect(issue(null)).rejects.toThrow(grace.workspaceSlug);
  await expect(issue("nowhere")).rejects.toThrow(ada.workspaceSlug);
  const { slug } = await clientWith(web, bearer(await issue(grace.workspaceSlug))).workspaces.get.query();
  expect(slug).toBe(grace.workspaceSlug);
});

it("refuses an address without an account", async () => {
  const issued = issueApiToken(web.tools, { ...order, email: "nobody@example.com" });
  await expect(issued).rejects.toMatchObject({ code: "NOT_FOUND" });
});
