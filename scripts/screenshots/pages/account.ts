import type { PictureOf } from "../picture.ts";

/** Pages before signing in. */
export const accountPages: readonly PictureOf[] = [
  { name: "sign-in", as: "stranger", path: () => "/sign-in" },
  { name: "sign-in-refused", as: "stranger", path: () => "/sign-in?error=INVALID_CREDENTIALS" },
  { name: "sign-up", as: "stranger", path: () => "/sign-up" },
  { name: "invite-without-a-secret", as: "stranger", path: () => "/invite" },
  {
    name: "sign-up-refused",
    as: "stranger",
    path: () => "/sign-up",
    expects: /status of 400/,
    async act(page) {
      await page.getByLabel("E-mail").fill("ada@example.com");
      await page.getByLabel("Password").fill("short");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByRole("main").getByRole("alert").waitFor();
    },
  },
];
