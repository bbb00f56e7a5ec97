// Whether a request that a browser makes with its session comes from a page of this console, for GETs that leave a trace.

/**
 * A link elsewhere can make a signed-in browser fetch any address of ours; it cannot make it say that it was on one of
 * our pages. Browsers tell by Sec-Fetch-Site; where they do not (plain http on another host), by the Referer.
 */
export function comesFromOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const referer = request.headers.get('referer');
  const ours = new URL(process.env.NEXTAUTH_URL ?? request.url).origin;
  return referer !== null && URL.canParse(referer) && new URL(referer).origin === ours;
}
