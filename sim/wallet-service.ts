// The venue's wallet service: takes what Bulkhead releases, pays once for each key, reports back, and misbehaves when it is told to.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '#lib/process/log.ts';
import { type Answer, refuse } from './web/answer.ts';

/** `slow` and `silent` pay; `fails` breaks before it does, `busy` and `refuses` say that they do not. */
export const WALLET_MODES = ['answers', 'slow', 'silent', 'twice', 'fails', 'busy', 'refuses'] as const;
export type WalletMode = (typeof WALLET_MODES)[number];

export interface WalletServiceOptions {
  /** `whsec_` and base64: what Bulkhead signs with. */
  secret: string;
  consoleUrl: string;
  /** Of the scope `wallet:report`. */
  apiKey: string;
  /** Until its network has confirmed a payment, ms. */
  confirmMs: number;
  /** A payment that was made, once for each. */
  onPaid?(payment: Payment): void;
  log: Log;
}

export interface Payment {
  idempotencyKey: string;
  asset: string;
  network: string;
  amount: string;
  address: string;
  reference: string;
}

export interface WalletService {
  /** Null: it never answers. */
  take(
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: string,
  ): Promise<Answer | null>;
  setMode(mode: WalletMode): void;
  mode(): WalletMode;
  /** One for each key, in their order. */
  payments(): readonly Payment[];
  /** How often it was asked, repeats included. */
  asked(): number;
  close(): Promise<void>;
}

const SLOW_MS = 3_000;
const REPORT_AGAIN_MS = 1_000;

const Request = z.looseObject({
  idempotencyKey: z.string().min(1),
  asset: z.string(),
  network: z.string(),
  amount: z.string(),
  address: z.string(),
});

export function createWalletService(options: WalletServiceOptions): WalletService {
  const { secret, log } = options;
  const paid = new Map<string, Payment>();
  const closing = new AbortController();
  const reporting = new Set<Promise<void>>();
  let [mode, asked]: [WalletMode, number] = ['answers', 0];

  function signed(headers: Readonly<Record<string, string | string[] | undefined>>, body: string): boolean {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
    const sent = Buffer.from(String(headers['webhook-signature']));
    return wanted.length === sent.length && timingSafeEqual(wanted, sent);
  }

  /** Until the console has heard it. */
  async function report(payment: Payment, outcome: 'sent' | 'confirmed'): Promise<void> {
    for (;;) {
      const status = await fetch(`${options.consoleUrl}/api/v1/commands/report-withdrawal`, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ idempotencyKey: payment.idempotencyKey, outcome, reference: payment.reference },
        }),
        signal: closing.signal,
      }).then(
        (response) => response.status,
        (error: unknown) => {
          log.debug('the console cannot be heard', { err: error });
          return undefined;
        },
      );
      if (status !== undefined && status < 500) return;
      await wait(REPORT_AGAIN_MS, undefined, { signal: closing.signal });
    }
  }

  async function confirmLater(payment: Payment, times: number): Promise<void> {
    await wait(options.confirmMs, undefined, { signal: closing.signal });
    for (let time = 0; time < times; time++) await report(payment, 'confirmed');
  }

  function pay(request: z.output<typeof Request>): Payment {
    const { idempotencyKey, asset, network, amount, address } = request;
    const before = paid.get(idempotencyKey);
    if (before) return before;
    const reference = `0x${randomUUID().replaceAll('-', '')}`;
    const payment = { idempotencyKey, asset, network, amount, address, reference };
    paid.set(idempotencyKey, payment);
    options.onPaid?.(payment);
    // Whoever never answers says nothing later either: a person has to look.
    if (mode !== 'silent') {
      const work = confirmLater(payment, mode === 'twice' ? 2 : 1)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log.error('a payment is not confirmed', { err: error });
        })
        .finally(() => reporting.delete(work));
      reporting.add(work);
    }
    return payment;
  }

  async function answerTo(
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: string,
  ): Promise<Answer | null> {
    if (!signed(headers, body)) return refuse(401, 'The signature does not fit.');
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      return refuse(400, 'The body is not JSON.');
    }
    const request = Request.safeParse(json);
    if (!request.success) return refuse(400, 'That is no payment.');
    if (mode === 'fails') return refuse(500, 'The wallet broke.');
    if (mode === 'busy') return refuse(503, 'Not now.');
    if (mode === 'refuses') return refuse(422, 'The wallet does not pay this.');
    const payment = pay(request.data);
    if (mode === 'silent') return null;
    if (mode === 'slow') await wait(SLOW_MS, undefined, { signal: closing.signal });
    if (mode === 'twice') await report(payment, 'sent');
    return { status: 200, body: { reference: payment.reference } };
  }

  return {
    take: async (headers, body) => {
      asked += 1;
      try {
        return await answerTo(headers, body);
      } catch (error) {
        // Its end comes before its answer: whoever asked hears nothing.
        if (closing.signal.aborted) return null;
        throw error;
      }
    },
    setMode: (next) => {
      mode = next;
    },
    mode: () => mode,
    payments: () => [...paid.values()],
    asked: () => asked,
    close: async () => {
      closing.abort();
      await Promise.all(reporting);
    },
  };
}

const ModeRequest = z.strictObject({ mode: z.enum(WALLET_MODES) });

/** `GET` and `POST /wallet/mode`: how it behaves. */
export function walletMode(wallet: WalletService | undefined, method: string, text: string): Answer {
  if (!wallet) return refuse(404, 'This venue has no wallet service.');
  const now = () => ({ mode: wallet.mode(), asked: wallet.asked(), payments: wallet.payments() });
  if (method === 'GET') return { status: 200, body: now() };
  if (method !== 'POST') return refuse(405, 'GET or POST here.');
  try {
    wallet.setMode(ModeRequest.parse(JSON.parse(text)).mode);
  } catch {
    return refuse(400, `Send {"mode": one of ${WALLET_MODES.join(', ')}}.`);
  }
  return { status: 200, body: now() };
}
