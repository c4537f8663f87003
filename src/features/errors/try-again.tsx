"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";

/** Under way only when it was pressed: a list that looks again by itself does not blink. */
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
