// The venue's wallet service on an address of its own, for tests that release withdrawals to it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { createLog } from '#lib/process/log.ts';
import { createWalletService, type WalletService } from '#sim/wallet-service.ts';
import type { SignedTarget } from '#worker/env.ts';
import { withdrawalRound } from '#worker/withdrawal-rounds.ts';
import { aWithdrawalRow, type WithdrawalRow } from './withdrawals.ts';

const SECRET = `whsec_${Buffer.from('a secret of this test and of nobody else').toString('base64')}`;
const log = createLog('test');

export interface TestWallet extends SignedTarget {
  service(): WalletService;
  /** As it was in the beginning: nothing paid, nothing asked. */
  renew(): Promise<void>;
  /** What a worker does each second; `to` another wallet, if told. */
  round(to?: SignedTarget): Promise<void>;
  paymentsOf(withdrawal: { id: string }): number;
  close(): Promise<void>;
}

export async function openTestWallet(): Promise<TestWallet> {
  // Confirmations are the test's own to send: in an hour, nobody waits for them.
  const fresh = () =>
    createWalletService({
      ...{ secret: SECRET, consoleUrl: 'http://127.0.0.1:9', apiKey: 'x', confirmMs: 3_600_000, log },
    });
  let service = fresh();
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await service.take(request.headers, await text(request));
      // Never answers: the connection just ends.
      if (answer === null) return response.destroy();
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/payments`;
  const own: SignedTarget = { url, secret: SECRET };
  return {
    ...own,
    service: () => service,
    renew: async () => {
      await service.close();
      service = fresh();
    },
    round: (to = own) => withdrawalRound(to, log, new AbortController().signal),
    paymentsOf: ({ id }) =>
      service.payments().filter(({ idempotencyKey }) => idempotencyKey === `bulkhead-withdrawal-${id}`)
        .length,
    close: async () => {
      await service.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Approved, and its minute is over. */
export async function aDueWithdrawal(
  owner: pg.Client,
  wanted: Parameters<typeof aWithdrawalRow>[2],
): Promise<WithdrawalRow> {
  const row = await aWithdrawalRow(owner, 'approved', wanted);
  await owner.query(
    `UPDATE withdrawals SET approved_at = now() - interval '2 minutes', send_after = now() - interval '1 minute' WHERE id = $1`,
    [row.id],
  );
  return row;
}
