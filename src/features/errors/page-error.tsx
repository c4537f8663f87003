"use client";

import { Button } from "#components/ui/controls/button.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";

export interface PageErrorProps {
  readonly error: Error & { readonly digest?: string };
  /** Draws the page again. */
  readonly reset: () => void;
}

/** A page that could not be shown. What failed on the server is identified by its digest only; the log has the rest. */
export function PageError({ error, reset }: PageErrorProps) {
  const { code, message, requestId } = describeRequestError(error);
  const isTold = requestId !== null;
  return (
    <ErrorState
      look="page"
      title={isTold ? errorTitles[code] : "This page could not be shown"}
      message={
        isTold
          ? message
          : "Something went wrong inside Penstock. Try again; if it keeps failing, the server's log says why."
      }
      details={
        isTold ? [["request", requestId]] : [["digest", error.digest ?? "none: it happened in the browser"]]
      }
      action={<Button onClick={reset}>Try again</Button>}
    />
  );
}
