import { AppError } from "#core/errors.ts";
import { keyEmpty } from "#core/policy/key-faults.ts";

/**
 * Returns the key if a header can hold it. Otherwise the runtime's own error would quote the key.
 * @throws AppError KEY_MISSING, KEY_INVALID.
 */
export function checkKey(apiKey: string): string {
  if (apiKey === "") throw keyEmpty();
  if (!/^[\x21-\x7e]{1,1024}$/.test(apiKey)) {
    throw new AppError(
      "KEY_INVALID",
      "The provider key holds characters that no key has, such as a space or a line break. Enter it again.",
    );
  }
  return apiKey;
}

/**
 * Returns the base URL if it is valid; `example` shows the expected form.
 * @throws AppError INVALID_INPUT.
 */
export function checkBaseUrl(baseUrl: string, example: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const usable =
    url !== null &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.username === "" &&
    url.password === "";
  if (usable) return baseUrl;
  throw new AppError(
    "INVALID_INPUT",
    `The provider's base URL must be an http(s) address without a user name, such as ${example}.`,
  );
}
