// The simulated venue: trading instances that live by the real switches, in one process.
import { readFileSync } from 'node:fs';
import { FAILURE_DETECTION } from '#lib/catalog/failure-detection.ts';
import { httpUrl, port, readEnvOrExit, secret, text, variable, whole } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { openColdStorage } from './cold-storage.ts';
import { startExecutors } from './executors.ts';
import { startFleet } from './fleet/fleet.ts';
import { seededRandom } from './models/random.ts';
import { usdOf } from './models/withdrawal-request.ts';
import { startOrderStream } from './order-gateway/order-stream.ts';
import { parseServers, watchSides } from './order-gateway/sides.ts';
import { openOutbox } from './outbox.ts';
import { createPushes } from './pushes.ts';
import { createVenue } from './venue.ts';
import { openWalletReports } from './wallet-reports.ts';
import { createWalletService } from './wallet-service.ts';
import { createMetrics } from './web/metrics.ts';
import { createVenueServer } from './web/server.ts';
import { openWithdrawalDesk } from './withdrawal-desk.ts';

const MOST_INSTANCES = 500;
const SEED = 20_261_121;
/** Through the gateway: so many that 5% of them say something within a minute. */
const ORDERS_PER_SECOND = 40;

/** Operations have something to decide, and time to decide it. */
const WITHDRAWAL_SECONDS = 20;

/** Until the network has confirmed what the wallet sent. */
const CONFIRM_MS = 15_000;
/** Until a transfer from cold storage is in the hot wallet: long enough to be seen under way. */
const ARRIVES_MS = 30_000;
const WALLET_REPORT_SECONDS = 15;

const addresses = variable(
  'one or more addresses that begin with http:// or https://, with commas between',
  (value) => {
    const edges = value.split(',').map((edge) => edge.trim());
    return edges.every((edge) => /^https?:\/\//.test(edge) && URL.canParse(edge)) ? edges : undefined;
  },
);

const servers = variable(
  'addresses of the instances, such as blue-1=127.0.0.1:3011,green-1=127.0.0.1:3013',
  parseServers,
);

const env = readEnvOrExit({
  BULKHEAD_SIM_PORT: port().default(3002),
  BULKHEAD_EDGE_URL: addresses,
  BULKHEAD_EDGE_KEY: secret(text()),
  /** Scope `executors:act`; without it the venue has no executors. */
  BULKHEAD_EXECUTOR_KEY: secret(text()).optional(),
  BULKHEAD_SIM_INSTANCES: whole(1, MOST_INSTANCES).default(14),
  BULKHEAD_SIM_FILE: text().optional(),
  /** Where the alerts go that do not wait for a scrape, and a key of the scope `alerts:write`; none are pushed without. */
  BULKHEAD_INTAKE_URL: httpUrl().optional(),
  BULKHEAD_ALERTS_KEY: secret(text()).optional(),
  /** Where withdrawals are filed, and a key of the scope `withdrawals:write`; none are filed without. */
  BULKHEAD_CONSOLE_URL: httpUrl().optional(),
  BULKHEAD_WITHDRAWALS_KEY: secret(text()).optional(),
  /** A key of the scope `wallet:report`, and the secret that Bulkhead signs releases with; without them the venue has no wallet service. */
  BULKHEAD_WALLET_KEY: secret(text()).optional(),
  BULKHEAD_WALLET_SECRET: secret(text()).optional(),
  BULKHEAD_SIM_WITHDRAWAL_SECONDS: whole(1, 3_600).default(WITHDRAWAL_SECONDS),
  /** The gateway that orders are sent through; without it, no customer sends any there. */
  BULKHEAD_GATEWAY_URL: httpUrl().optional(),
  /** Instances of the order gateway that the page deploys to and breaks; without it, it shows none. */
  BULKHEAD_ORDER_GATEWAYS: servers.optional(),
  BULKHEAD_SIM_LIQUIDATION_CHECK_SECONDS: whole(1, 3_600).default(FAILURE_DETECTION.liquidationCheckSeconds),
  BULKHEAD_SIM_RECONCILIATION_SECONDS: whole(1, 86_400).default(FAILURE_DETECTION.reconciliationSeconds),
  BULKHEAD_SIM_RECONNECT_MOST_SECONDS: whole(1, 3_600).default(FAILURE_DETECTION.mostReconnectSeconds),
});

const log = createLog('sim');
const lifecycle = createLifecycle(log);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const venue = createVenue(seededRandom(SEED), {
  liquidationCheckMs: env.BULKHEAD_SIM_LIQUIDATION_CHECK_SECONDS * 1_000,
  reconciliationMs: env.BULKHEAD_SIM_RECONCILIATION_SECONDS * 1_000,
  mostReconnectMs: env.BULKHEAD_SIM_RECONNECT_MOST_SECONDS * 1_000,
});
const fleet = startFleet({
  edges: env.BULKHEAD_EDGE_URL,
  apiKey: env.BULKHEAD_EDGE_KEY,
  count: env.BULKHEAD_SIM_INSTANCES,
  folder: env.BULKHEAD_SIM_FILE,
  version,
  figuresOf: venue.figuresOf,
  log,
});
lifecycle.onStop('fleet', fleet.close);
const executors = env.BULKHEAD_EXECUTOR_KEY
  ? startExecutors({
      ...{ edges: env.BULKHEAD_EDGE_URL, apiKey: env.BULKHEAD_EXECUTOR_KEY, venue, log },
      folder: env.BULKHEAD_SIM_FILE,
    })
  : undefined;
if (executors) lifecycle.onStop('executors', executors.close);
const { BULKHEAD_INTAKE_URL: intakeUrl, BULKHEAD_ALERTS_KEY: apiKey } = env;
const outbox = intakeUrl && apiKey ? openOutbox({ intakeUrl, apiKey, log }) : undefined;
if (outbox) lifecycle.onStop('pushes', outbox.close);
lifecycle.onStop('trading', venue.trade(fleet, outbox && createPushes(outbox)));

const { BULKHEAD_CONSOLE_URL: consoleUrl, BULKHEAD_WITHDRAWALS_KEY: withdrawalsKey } = env;
if (consoleUrl && withdrawalsKey) {
  const every = env.BULKHEAD_SIM_WITHDRAWAL_SECONDS;
  // Not the same at every start: the database remembers those of the start before.
  const random = seededRandom(Date.now());
  const desk = openWithdrawalDesk({ consoleUrl, apiKey: withdrawalsKey, every, random, log });
  lifecycle.onStop('withdrawals', desk.close);
}

const { BULKHEAD_WALLET_KEY: walletKey, BULKHEAD_WALLET_SECRET: walletSecret } = env;
const wallet =
  consoleUrl && walletKey && walletSecret
    ? createWalletService({
        ...{ secret: walletSecret, consoleUrl, apiKey: walletKey, confirmMs: CONFIRM_MS, log },
        onPaid: ({ asset, amount }) => venue.payFromHotWallet(Number(amount) * usdOf(asset)),
      })
    : undefined;
if (wallet) lifecycle.onStop('wallet service', wallet.close);
const coldStorage = openColdStorage({
  arrivesMs: ARRIVES_MS,
  onArrived: ({ asset, amount }) => venue.takeFromColdWallet(Number(amount) * usdOf(asset)),
});
lifecycle.onStop('cold storage', coldStorage.close);
if (consoleUrl && walletKey) {
  const hotUsd = () => venue.state().wallet.hotUsd;
  const reports = openWalletReports({
    ...{ consoleUrl, apiKey: walletKey, every: WALLET_REPORT_SECONDS, hotUsd, log },
    received: coldStorage.received,
  });
  lifecycle.onStop('reports of the wallet', reports.close);
}

const orders = env.BULKHEAD_GATEWAY_URL
  ? startOrderStream(env.BULKHEAD_GATEWAY_URL, ORDERS_PER_SECOND)
  : undefined;
if (orders) lifecycle.onStop('orders through the gateway', orders.stop);

const sides = env.BULKHEAD_ORDER_GATEWAYS ? watchSides(env.BULKHEAD_ORDER_GATEWAYS, orders) : undefined;
if (sides) lifecycle.onStop('sides of the order gateway', sides.stop);

const metrics = createMetrics(venue, fleet, outbox);
const { server, close } = createVenueServer({
  venue,
  fleet,
  executors,
  outbox,
  sides,
  wallet,
  coldStorage,
  metrics,
  log,
});
server.on('error', (error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE';
  const why = taken
    ? `Port ${env.BULKHEAD_SIM_PORT} is taken: set BULKHEAD_SIM_PORT to another one.`
    : 'cannot listen';
  log.fatal(why, { port: env.BULKHEAD_SIM_PORT, err: error });
  void lifecycle.stop('cannot listen', 1);
});
server.listen(env.BULKHEAD_SIM_PORT, '127.0.0.1', () => {
  lifecycle.onStop('http', close);
  const address = server.address();
  log.info('the venue trades', {
    port: typeof address === 'object' ? address?.port : undefined,
    count: fleet.instances.length,
  });
});
