import type { ServerResponse } from "node:http";

const typeByStatus: { readonly [status: number]: string } = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  405: "invalid_request_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

/** The body of an error in the vendor's format. */
export function vendorErrorBody(status: number, message: string, requestId: string): string {
  const type = typeByStatus[status] ?? "api_error";
  return JSON.stringify({ type: "error", error: { type, message }, request_id: requestId });
}

export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  headers: { readonly [name: string]: string } = {},
): void {
  const body = vendorErrorBody(status, message, String(response.getHeader("request-id")));
  sendJson(response, status, body, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
