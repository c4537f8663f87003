"use client";

import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { keepInvitation } from "../kept-invitation.ts";

/** Sign in or sign up; both return to the invitation. */
export function InvitationEntrance({ secret }: { readonly secret: string }) {
  const keep = () => keepInvitation(secret);
  return (
    <div className="grid gap-2">
      <Button asChild tone="primary" size="large">
        <Link href="/sign-in?next=/invite" onClick={keep}>
          Sign in to join
        </Link>
      </Button>
      <Button asChild size="large">
        <Link href="/sign-up?next=/invite" onClick={keep}>
          Create an account to join
        </Link>
      </Button>
    </div>
  );
}
