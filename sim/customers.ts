// What one customer asks of the venue through its API, decided by the instance that serves it with the values it has applied.

import { z } from 'zod';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { Fleet, Instance } from './fleet/fleet.ts';
import { releases } from './models/wallet.ts';
import type { Venue } from './venue.ts';
import { type Answer, refuse } from './web/answer.ts';

const Amount = z.number().positive().max(10_000_000);

export const OrderRequest = z.strictObject({
  symbol: z.enum(SYMBOLS),
  side: z.enum(['buy', 'sell']),
  notionalUsd: Amount,
  effect: z.enum(['open', 'increase', 'reduce', 'close']),
  type: z.enum(['market', 'limit']),
  /** Where the position that is reduced or closed is held. */
  heldAt: z.enum(['hl', 'internal']).optional(),
});

export const WithdrawalRequest = z.strictObject({ usd: Amount });

type CustomersOrder = z.output<typeof OrderRequest>;

/** What was read of the request's body, or the refusal. */
export function bodyAs<T>(
  schema: z.ZodType<T>,
  text: string,
): { ok: true; value: T } | { ok: false; answer: Answer } {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { ok: false, answer: refuse(400, 'The body is not JSON.') };
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    answer: refuse(400, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'does not fit'}`),
  };
}

/** One order. What is held internally is closed internally, which takes internalisation or a hedge: else by hand. */
export function placeOrder(venue: Venue, fleet: Fleet, order: CustomersOrder): Answer {
  const routers = fleet.of('router');
  const router = routers[Math.floor(Math.random() * routers.length)] ?? fleet.first('router');
  const closes = order.effect === 'close' || order.effect === 'reduce';
  if (closes && order.heldAt === 'internal') {
    const { values } = router;
    if (!values.get('global_betting_enabled') && !values.get('hedge_enabled')) {
      return {
        status: 409,
        body: { status: 'by hand', because: 'global_betting_enabled', router: router.id },
      };
    }
  }
  const { heldAt: _, ...placed } = order;
  const { route, because, outcome } = venue.place(router, placed);
  if (outcome?.end === 'failed')
    return {
      status: 502,
      body: { status: 'failed', because: 'HL answered with an error', router: router.id },
    };
  return route === 'refused'
    ? { status: 409, body: { status: 'refused', because, router: router.id } }
    : { status: 200, body: { status: 'accepted', route, router: router.id } };
}

/** One withdrawal: paid from the hot wallet, or it waits and the answer says for what. */
export function takeWithdrawal(venue: Venue, fleet: Fleet, usd: number): Answer {
  const service = fleet.first('withdrawals');
  if (venue.withdraw(service, usd)) return { status: 200, body: { status: 'paid' } };
  const because = venue.faults.isOn('database-lost') ? 'database' : waitsFor(service, usd);
  return { status: 202, body: { status: 'waits', because } };
}

function waitsFor({ values }: Instance, usd: number): string {
  if (!values.get('withdrawal_enabled')) return 'withdrawal_enabled';
  return releases(values, usd) ? 'hot wallet' : 'large_withdrawals_enabled';
}

/** The page every customer gets at level 3: static, without scripts, from nowhere else. */
export const MAINTENANCE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Maintenance</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<main class="maintenance">
<h1>The exchange is closed for maintenance</h1>
<p>No orders are taken and nothing is paid out until it opens again. Your balances and positions are kept as they are.</p>
</main>
</body>
</html>
`;

/** How long clients should wait before they ask again, in seconds. */
export const RETRY_AFTER_SECONDS = 30;
