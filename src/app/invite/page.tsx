import type { Metadata } from "next";
import Link from "next/link";
import { AccountFrame, InvitationOffer } from "#features/account/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { findMe } from "../require-me.ts";

export const metadata: Metadata = { title: "Invitation" };

/** The invitation's secret is in the URL fragment, which only the browser sees. */
export default async function InvitePage() {
  const me = await findMe();
  return (
    <AccountFrame
      title="Invitation"
      footer={
        me === null ? (
          "The person who sent you this link chose your role in the workspace."
        ) : (
          <>
            You are signed in as <span className="break-all text-ink">{me.user.email}</span>.{" "}
            <Link href="/" className="text-accent underline">
              Your workspaces
            </Link>
          </>
        )
      }
    >
      <ApiProvider workspace={null}>
        <InvitationOffer isSignedIn={me !== null} />
      </ApiProvider>
    </AccountFrame>
  );
}
