import { expect, it } from "vitest";
import { beginStatement, withSettings } from "./transaction-settings.ts";

it("begins with the settings of the innermost scope, and with none outside", async () => {
  expect(beginStatement()).toBe("BEGIN");
  await withSettings({ workspaceId: "w", userId: null }, async () => {
    await Promise.resolve();
    expect(beginStatement()).toBe("BEGIN; SELECT set_config('app.workspace_id', 'w', true)");
    await withSettings({ workspaceId: null, userId: "u" }, async () => {
      expect(beginStatement()).toBe("BEGIN; SELECT set_config('app.user_id', 'u', true)");
    });
    await withSettings({ workspaceId: null, userId: null }, async () =>
      expect(beginStatement()).toBe("BEGIN"),
    );
  });
});

it("keeps text that is not an id inside its quotes", async () => {
  await withSettings({ workspaceId: "'; drop table runs; --\\", userId: null }, async () => {
    expect(beginStatement()).toBe(
      "BEGIN; SELECT set_config('app.workspace_id',  E'''; drop table runs; --\\\\', true)",
    );
  });
});
