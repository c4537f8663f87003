import { AppError } from "#core/errors.ts";
import { maxPasswordBytes } from "#server/crypto/password.ts";

/** Length makes a password hard to guess; rules about symbols only make it hard to remember. */
const minPasswordLength = 10;

/** @throws AppError INVALID_INPUT, naming the field. */
export function refuseWeakPassword(password: string, email: string, field: string): void {
  if (password.length < minPasswordLength) {
    throw fieldRefusal(field, `The password needs at least ${minPasswordLength} characters.`);
  }
  if (Buffer.byteLength(password, "utf8") > maxPasswordBytes) {
    throw fieldRefusal(field, `The password is longer than ${maxPasswordBytes} bytes.`);
  }
  if (password.toLowerCase() === email || new Set(password).size < 4) {
    throw fieldRefusal(field, "This password is too easy to guess. Choose another one.");
  }
}

/** Names the field, so that a form can show the message beside it. */
export function fieldRefusal(field: string, message: string): AppError {
  const code = "INVALID_INPUT";
  return new AppError(code, message, { problems: [{ code, severity: "error", message, path: [field] }] });
}
