"use client";

import { ScrollText, Tags, Webhook } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { MailSection } from "./account/mail-section.tsx";
import { DeleteWorkspaceSection } from "./delete-workspace-section.tsx";
import { MemberSection } from "./members/member-section.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { WorkspaceNameForm } from "./workspace-name-form.tsx";

/** The workspace's name and members. */
export function SettingsPage() {
  const { workspace } = useShell();
  return (
    <>
      <TopLine
        crumbs={[{ label: "Settings" }]}
        actions={
          <>
            <Button asChild>
              <Link href={`/${workspace.slug}/settings/prices`}>
                <Tags aria-hidden />
                Prices
              </Link>
            </Button>
            {isAllowed(workspace.role, "webhooks.manage") ? (
              <Button asChild>
                <Link href={`/${workspace.slug}/settings/webhooks`}>
                  <Webhook aria-hidden />
                  Webhooks
                </Link>
              </Button>
            ) : null}
            {isAllowed(workspace.role, "audit.read") ? (
              <Button asChild>
                <Link href={`/${workspace.slug}/settings/audit`}>
                  <ScrollText aria-hidden />
                  Audit
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <section aria-labelledby="workspace" className="border-b px-6 py-5 max-sm:px-4">
        <h2 id="workspace" className="mb-3 font-semibold text-section">
          Workspace
        </h2>
        <WorkspaceNameForm key={workspace.id} />
        <dl className="mt-4 grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1">
          <dt className="text-ink-faint">Address</dt>
          <dd className="figures">/{workspace.slug}</dd>
          <dt className="text-ink-faint">Id</dt>
          <dd className="figures break-all">{workspace.id}</dd>
          <dt className="text-ink-faint">Your role</dt>
          <dd>{workspace.role}</dd>
        </dl>
      </section>
      <MemberSection />
      <MailSection />
      <RetentionSection />
      {isAllowed(workspace.role, "workspace.delete") ? <DeleteWorkspaceSection /> : null}
    </>
  );
}
