import { inWorkspace, type PictureOf, pressing, pressingInRow } from "../picture.ts";

/** Other pages of a workspace: agents, keys, tokens, members. */
export const workspacePages: readonly PictureOf[] = [
  inWorkspace("agents", "agents"),
  inWorkspace("agent", ({ agentId }) => `agents/${agentId}`),
  inWorkspace("agent-archive", ({ agentId }) => `agents/${agentId}`, { act: pressing("Archive") }),
  inWorkspace("agent-new", "agents/new"),
  inWorkspace("agent-new-faults", "agents/new", { act: pressing("Create agent") }),
  inWorkspace("keys", "keys"),
  inWorkspace("key-add", "keys", { act: pressing("Add key") }),
  inWorkspace("key-add-compatible", "keys", {
    async act(page) {
      await page.getByRole("button", { name: "Add key" }).click();
      await page.getByRole("dialog").getByLabel("Provider").selectOption("openai-compatible");
    },
  }),
  inWorkspace("key-replace", "keys", { act: pressingInRow("Replace", "Team key") }),
  inWorkspace("key-refused", "keys", {
    // The key is invalid, and the vendor may not be reachable from here.
    expects: /status of 502/,
    async act(page) {
      await pressingInRow("Test", "Team key")(page);
      await page.getByRole("status").filter({ hasText: /\w{6}/ }).first().waitFor();
    },
  }),
  inWorkspace("key-remove", "keys", { act: pressingInRow("Remove", "Team key") }),
  inWorkspace("secret-add", "keys", { act: pressing("Add secret") }),
  inWorkspace("secret-replace", "keys", { act: pressingInRow("Replace", "TICKETS_TOKEN") }),
  inWorkspace("secret-remove", "keys", { act: pressingInRow("Remove", "TICKETS_TOKEN") }),
  inWorkspace("artifacts", "artifacts?runs=yes"),
  inWorkspace("costs", "costs"),
  inWorkspace("costs-by-node", "costs?by=node&period=12m"),
  inWorkspace("costs-none", "costs?from=2020-01-01&to=2020-01-31"),
  inWorkspace("budgets", "budgets"),
  inWorkspace("budget-add", "budgets", { act: pressing("Set a budget") }),
  inWorkspace("budget-change", "budgets", { act: pressingInRow("Change", "The whole workspace") }),
  inWorkspace("budget-remove", "budgets", { act: pressingInRow("Remove", "The whole workspace") }),
  inWorkspace("events", "events"),
  inWorkspace("event-send", "events", { act: pressing("Send an event") }),
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
  inWorkspace("home", ""),
  inWorkspace("settings", "settings"),
  inWorkspace("audit", "settings/audit"),
  inWorkspace("prices", "settings/prices"),
  inWorkspace("price-set", "settings/prices", { act: pressing("Set price") }),
  inWorkspace("price-change", "settings/prices", {
    act: pressingInRow("Change", "the price of openai-compatible/llama3.2"),
  }),
  inWorkspace("price-remove", "settings/prices", {
    act: pressingInRow("Remove", "the price of openai-compatible/llama3.2"),
  }),
  inWorkspace("webhooks", "settings/webhooks", { act: pressing("Show messages") }),
  inWorkspace("webhook-new", "settings/webhooks", { act: pressing("New webhook") }),
  inWorkspace("account", "account"),
  inWorkspace("account-refused", "account", {
    expects: /status of 400/,
    async act(page) {
      await page.getByLabel("Current password").fill("not my password");
      await page.getByLabel("New password").fill("another long enough one");
      await page.getByRole("button", { name: "Change password" }).click();
      await page.getByRole("main").getByRole("alert").waitFor();
    },
  }),
  inWorkspace("account-end-all", "account", { act: pressing("Sign out everywhere") }),
  inWorkspace("member-add", "settings", { act: pressing("Add member") }),
  inWorkspace("member-add-unknown", "settings", {
    expects: /status of 404/,
    async act(page) {
      await page.getByRole("button", { name: "Add member" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("E-mail").fill("nobody@example.com");
      await dialog.getByRole("button", { name: "Add member" }).click();
      await dialog.getByRole("alert").waitFor();
    },
  }),
  inWorkspace("member-role", "settings", { act: pressing(/^Role of Grace/) }),
  inWorkspace("member-remove", "settings", { act: pressing(/^Remove Vera/) }),
];
