const byStatus: { readonly [status: number]: readonly [type: string, code: string | null] } = {
  400: ["invalid_request_error", null],
  401: ["invalid_request_error", "invalid_api_key"],
  404: ["invalid_request_error", "model_not_found"],
  413: ["invalid_request_error", null],
  429: ["rate_limit_error", "rate_limit_exceeded"],
  500: ["server_error", null],
  529: ["overloaded_error", "slow_down"],
};

/** An error in the format of OpenAI's wires. */
export function openError(status: number, message: string) {
  const [type, code] = byStatus[status] ?? ["server_error", null];
  return { message, type, param: null, code };
}
