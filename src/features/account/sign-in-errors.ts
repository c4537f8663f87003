/** The message for a failed sign-in, by the error code of the server or the vendor's redirect. */
const messages: Readonly<Record<string, string>> = {
  INVALID_CREDENTIALS: "E-mail or password is wrong. Check both, or create an account if you have none.",
  CredentialsSignin: "E-mail or password is wrong. Check both, or create an account if you have none.",
  RATE_LIMITED: "Too many attempts. Wait a few minutes, then try again.",
  OVERLOADED: "Penstock is too busy right now. Wait a few seconds, then try again.",
  STORAGE_FULL: "The disk of Penstock's server is full. Its operator must free some space; then try again.",
  DATABASE_UNAVAILABLE: "Penstock's database is not answering right now. Wait a few seconds, then try again.",
  CONFLICT:
    "This e-mail address has an account that signs in another way. Sign in with the password it was created with.",
  AccessDenied: "The provider refused the sign-in. Nothing has changed here.",
  OAuthCallback: "The provider's answer could not be read. Try again.",
  NETWORK: "Penstock cannot be reached. Check your connection, then try again.",
};

export function signInErrorText(code: string): string {
  return Object.hasOwn(messages, code)
    ? (messages[code] ?? "")
    : "Signing in failed. Try again; if it keeps failing, the server's log says why.";
}
