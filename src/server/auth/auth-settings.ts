/** What sign-in needs to know about the deployment. */
export interface AuthSettings {
  /** The public URL of this server, without a path. */
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
