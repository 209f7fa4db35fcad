/** How much one client may ask of Zoho Accounts, and how long its answers live. */

export interface AccountLimits {
  codeLifeMs: number;
  accessTokenLifeMs: number;
  /** Living access tokens of one refresh token; a further one ends the oldest. */
  accessTokensPerRefreshToken: number;
  /** Access tokens asked of one refresh token within the window; the rest of it is refused. */
  tokenRequests: number;
  tokenWindowMs: number;
  /** Refresh tokens of one person for one client; a further one deletes the oldest. */
  refreshTokensPerPerson: number;
  refreshTokensPerMinute: number;
  /** Authorization codes of one client; past it the client is blocked for a while. */
  codesPerMinute: number;
  codeBlockMs: number;
  deviceCodeLifeMs: number;
  devicePollMs: number;
}

/** Contract 1.2, 1.4 and 1.7. */
export const zohoLimits: Readonly<AccountLimits> = {
  codeLifeMs: 2 * 60_000,
  accessTokenLifeMs: 60 * 60_000,
  accessTokensPerRefreshToken: 10,
  tokenRequests: 10,
  tokenWindowMs: 10 * 60_000,
  refreshTokensPerPerson: 20,
  refreshTokensPerMinute: 5,
  codesPerMinute: 4,
  codeBlockMs: 10 * 60_000,
  deviceCodeLifeMs: 5 * 60_000,
  devicePollMs: 30_000,
};

/** Counts what was done within a window that ends at now. Keeps only what is young enough to count. */
export function countWithin(times: number[], now: number, windowMs: number): number {
  while (times.length > 0 && (times[0] ?? now) <= now - windowMs) times.shift();
  return times.length;
}
