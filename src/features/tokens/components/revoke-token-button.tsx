"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { ApiTokenId } from "#core/ids.ts";

const RevokeTokenDialog = dynamic(
  async () => (await loadPatiently(() => import("./revoke-token-dialog.tsx"))).RevokeTokenDialog,
  {
    ssr: false,
  },
);

interface RevokeTokenButtonProps {
  readonly tokenId: ApiTokenId;
  readonly name: string;
}

export function RevokeTokenButton({ tokenId, name }: RevokeTokenButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size="small" aria-label={`Revoke ${name}`} onClick={() => setIsAsking(true)}>
        Revoke
      </Button>
      {isAsking ? (
        <RevokeTokenDialog tokenId={tokenId} name={name} onClose={() => setIsAsking(false)} />
      ) : null}
    </>
  );
}
