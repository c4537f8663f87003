import { AppError } from "#core/errors.ts";
import { parseEmail } from "#core/policy/email.ts";
import { hashPassword, maxPasswordBytes } from "#server/crypto/password.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type CreatedAccount, createAccount } from "./create-account.ts";

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
  readonly clientAddress: string;
}

/** Length is what makes a password hard to guess; rules about signs only make it hard to remember. */
export const minPasswordLength = 10;

/**
 * Makes an account with a personal workspace, whose owner the person is. It signs nobody in.
 * @throws AppError RATE_LIMITED, INVALID_INPUT, or CONFLICT when the address has an account.
 */
export async function signUp(tools: ServiceTools, input: SignUpInput): Promise<CreatedAccount> {
  await tools.ports.rateLimits.consume("sign-up-by-address", input.clientAddress);
  const parsed = parseEmail(input.email);
  if (!parsed.ok) throw new AppError("INVALID_INPUT", parsed.message);
  const { email } = parsed;
  refuseWeakPassword(input.password, email);
  // Hashed before anybody looks whether the address is known: the time it takes says nothing.
  const passwordHash = await hashPassword(input.password);
  const person = { email, isEmailVerified: false, name: input.name, image: null, passwordHash };
  const created = await createAccount(tools, person);
  if (created === null) {
    throw new AppError("CONFLICT", "This e-mail address has an account already. Sign in instead.");
  }
  return created;
}

function refuseWeakPassword(password: string, email: string): void {
  if (password.length < minPasswordLength) {
    throw new AppError("INVALID_INPUT", `The password needs at least ${minPasswordLength} characters.`);
  }
  if (Buffer.byteLength(password, "utf8") > maxPasswordBytes) {
    throw new AppError("INVALID_INPUT", `The password is longer than ${maxPasswordBytes} bytes.`);
  }
  if (password.toLowerCase() === email || new Set(password).size < 4) {
    throw new AppError("INVALID_INPUT", "This password is too easy to guess. Choose another one.");
  }
}
