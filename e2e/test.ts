import { test as base } from "@playwright/test";
import { type Account, makeAccount } from "./account.ts";

/** What the page said was wrong: errors of its own, and what it wrote to the console as one. */
interface PageFaults {
  readonly faults: readonly string[];
}

/** A test whose browser belongs to a signed-in person: one account for all tests of a worker, in a workspace of its own. */
export const test = base.extend<PageFaults, { readonly account: Account }>({
  account: [
    async ({ playwright }, use, { project }) => {
      const url = project.use.baseURL ?? "";
      const request = await playwright.request.newContext();
      await use(await makeAccount(request, url));
      await request.dispose();
    },
    { scope: "worker" },
  ],
  storageState: ({ account }, use) => use(account.storageState),
  faults: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => faults.push(error.message));
    await use(faults);
  },
});

export { expect } from "@playwright/test";
