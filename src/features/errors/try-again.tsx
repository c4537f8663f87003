"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";

/** Shows progress only after a press, so that a list that refetches by itself does not flicker. */
export function TryAgain({ again }: { readonly again: () => Promise<unknown> }) {
  const [isTrying, setIsTrying] = useState(false);
  const tryAgain = async () => {
    setIsTrying(true);
    await again().catch(() => undefined);
    setIsTrying(false);
  };
  return (
    <Button size="small" isPending={isTrying} onClick={() => void tryAgain()}>
      Try again
    </Button>
  );
}
