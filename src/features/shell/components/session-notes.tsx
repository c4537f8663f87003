"use client";

import { CloudOff, LogIn } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useOnline } from "#lib/trpc/online.ts";
import { useTRPCClient } from "#lib/trpc/react.tsx";
import { setSessionState, useSessionState } from "#lib/trpc/session-state.ts";
import { useShell } from "../shell-context.ts";

// Rarely needed. `ssr: false` gives it its own Suspense boundary; without one the whole page waits for its code.
const SignInAgainDialog = dynamic(
  async () => (await loadPatiently(() => import("./sign-in-again-dialog.tsx"))).SignInAgainDialog,
  {
    ssr: false,
  },
);

/** Banners above every page for an ended session and for a lost network. The page stays usable below. */
export function SessionNotes() {
  const session = useSessionState();
  const isOnline = useOnline();
  // The server rendered this page for somebody who is signed in.
  useEffect(() => setSessionState("open"), []);
  if (session === "ended") return <SignedOutNote />;
  if (isOnline) return null;
  return (
    <p role="status" className="flex items-center gap-2 border-b bg-waiting-soft px-4 py-1.5 sm:px-6">
      <CloudOff aria-hidden className="size-4 shrink-0 text-waiting" />
      You are offline. What you write is kept in this browser, and saved when the network is back.
    </p>
  );
}

function SignedOutNote() {
  const client = useTRPCClient();
  const { user } = useShell();
  const [isAsking, setIsAsking] = useState(false);
  const [other, setOther] = useState<string | null>(null);
  const look = useEffectEvent(async () => {
    const now = await client.me.get.query().catch(() => null);
    if (now?.user.id === user.id) setSessionState("open");
    else setOther(now?.user.email ?? null);
  });
  // They may have signed in in another tab.
  useEffect(() => {
    const onFocus = () => void look();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, []);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b bg-failed-soft px-4 py-1.5 sm:px-6"
    >
      <span className="flex grow basis-60 items-start gap-2">
        <LogIn aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
        {other === null
          ? "You are signed out. This page stays as it is, and what you write is kept in this browser."
          : `This browser is signed in as ${other} now. To continue here, sign in as ${user.email}.`}
      </span>
      <Button size="small" onClick={() => setIsAsking(true)}>
        Sign in again
      </Button>
      {isAsking ? <SignInAgainDialog email={user.email} onClose={() => setIsAsking(false)} /> : null}
    </div>
  );
}
