/** What sign-in must know of where and how Penstock runs. */
export interface AuthSettings {
  /** Where people reach this server, without a path. */
  readonly publicOrigin: string;
  readonly secret: string;
  readonly github: OauthSettings | null;
  readonly google: OauthSettings | null;
  readonly trustedProxyCount: number;
}

export interface OauthSettings {
  readonly id: string;
  readonly secret: string;
}
