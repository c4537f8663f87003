export { signInWithPassword, signOut } from "./auth-requests.ts";
export { AccountFrame } from "./components/account-frame.tsx";
export { InvitationOffer } from "./components/invitation-offer.tsx";
export { SignInForm } from "./components/sign-in-form.tsx";
export { SignUpForm } from "./components/sign-up-form.tsx";
export { VendorButtons } from "./components/vendor-buttons.tsx";
export { safeNextPath, withNext } from "./safe-next-path.ts";
export { signInErrorText } from "./sign-in-errors.ts";
