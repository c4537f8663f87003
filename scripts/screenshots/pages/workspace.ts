import { inWorkspace, type PictureOf, pressing } from "../picture.ts";

/** What a workspace has besides pipelines and runs: agents, keys, tokens, members. */
export const workspacePages: readonly PictureOf[] = [
  inWorkspace("agents", "agents"),
  inWorkspace("agent", ({ agentId }) => `agents/${agentId}`),
  inWorkspace("agent-new", "agents/new"),
  inWorkspace("agent-new-faults", "agents/new", { act: pressing("Create agent") }),
  inWorkspace("keys", "keys"),
  inWorkspace("key-add", "keys", { act: pressing("Add key") }),
  inWorkspace("key-refused", "keys", {
    async act(page) {
      await page.getByRole("button", { name: "Test", exact: true }).click();
      await page.getByRole("status").filter({ hasText: /\w{6}/ }).first().waitFor();
    },
  }),
  inWorkspace("key-remove", "keys", { act: pressing(/^Remove/) }),
  inWorkspace("tokens", "tokens"),
  inWorkspace("token-new", "tokens", { act: pressing("New token") }),
  inWorkspace("token-made", "tokens", {
    async act(page) {
      await page.getByRole("button", { name: "New token" }).click();
      await page.getByLabel("Name").fill("Nightly job");
      await page.getByRole("button", { name: "Create token" }).click();
      await page.getByText("Copy your token now").waitFor();
    },
  }),
  inWorkspace("token-revoke", "tokens", { act: pressing(/^Revoke/) }),
  inWorkspace("settings", "settings"),
];
