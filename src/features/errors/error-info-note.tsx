import type { ReactNode } from "react";
import { type ErrorDetails, ErrorState } from "#components/ui/error-state.tsx";
import type { ErrorInfo } from "#core/errors.ts";
import { errorTitles } from "./error-titles.ts";

interface ErrorInfoNoteProps {
  readonly error: ErrorInfo;
  /** Ids that find it again: of the run, of the vendor's request. */
  readonly ids?: ErrorDetails;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** An error as the book keeps it, of a run, a node or one of its tries. */
export function ErrorInfoNote({ error, ids = [], action, className }: ErrorInfoNoteProps) {
  const details: ErrorDetails = [
    ["code", error.code],
    ...Object.entries(error.details ?? {}).map(([name, value]) => [name, String(value)] as const),
    ...ids,
  ];
  return (
    <ErrorState
      title={errorTitles[error.code]}
      message={error.message}
      details={details}
      action={action}
      {...(className === undefined ? {} : { className })}
    />
  );
}
