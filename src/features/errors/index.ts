export { ConfirmRequest } from "./confirm-request.tsx";
export { describeRequestError } from "./describe-request-error.ts";
export { detailsOf, ErrorInfoNote } from "./error-info-note.tsx";
export { errorTitles } from "./error-titles.ts";
export { PageError, type PageErrorProps } from "./page-error.tsx";
export { maybeMade, maybeSaved, maybeStarted, RequestError } from "./request-error.tsx";
export { TypedConfirmDialog } from "./typed-confirm-dialog.tsx";
