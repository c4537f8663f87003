"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BrowserNoticesSection } from "#features/notices/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { DeleteAccountSection } from "./delete-account-section.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionSection } from "./session-section.tsx";

/** The reader's own account: password, sessions and mail. */
export function AccountPage() {
  const trpc = useTRPC();
  const { user } = useShell();
  const { data } = useSuspenseQuery(trpc.account.security.queryOptions());
  return (
    <>
      <TopLine crumbs={[{ label: "Account" }]} />
      <section aria-labelledby="account" className="border-b px-6 py-5 max-sm:px-4">
        <h2 id="account" className="mb-3 font-semibold text-section">
          You
        </h2>
        <dl className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1">
          <dt className="text-ink-faint">Name</dt>
          <dd>{user.name ?? <span className="text-ink-faint">no name</span>}</dd>
          <dt className="text-ink-faint">E-mail</dt>
          <dd className="break-all">{user.email}</dd>
        </dl>
      </section>
      <section aria-labelledby="password" className="border-b px-6 py-5 max-sm:px-4">
        <h2 id="password" className="mb-3 font-semibold text-section">
          Password
        </h2>
        {data.hasPassword ? (
          <PasswordForm />
        ) : (
          <p className="max-w-120 text-ink-soft">
            This account has no password: you sign in with GitHub or Google.
          </p>
        )}
      </section>
      <BrowserNoticesSection />
      <SessionSection sessions={data.sessions} />
      <DeleteAccountSection hasPassword={data.hasPassword} />
    </>
  );
}
