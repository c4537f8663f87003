"use client";

import { TopLine, useShell } from "#features/shell/index.ts";
import { MemberSection } from "./member-section.tsx";
import { WorkspaceNameForm } from "./workspace-name-form.tsx";

/** What the workspace is called and who is in it. */
export function SettingsPage() {
  const { workspace } = useShell();
  return (
    <>
      <TopLine crumbs={[{ label: "Settings" }]} />
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
    </>
  );
}
