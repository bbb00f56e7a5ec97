// One side of the order gateway as a process of its own: the instances of one version, each on its port.
import { SIDES, serversOf } from '#lib/contract/gateway.ts';
import { oneOf, readEnvOrExit, secret, text, variable } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { seededRandom } from '../models/random.ts';
import { OrderGatewayInstance } from './instance.ts';
import { serveInstance } from './server.ts';
import { followSwitches } from './switches.ts';

const SEED = 20_261_127;

const ports = variable('ports with commas between, one for each instance', (value) => {
  const list = value.split(',').map(Number);
  return list.every((one) => Number.isInteger(one) && one > 0 && one < 65_536) ? list : undefined;
});

const addresses = variable('one or more addresses with http:// or https://, with commas between', (value) => {
  const list = value.split(',').map((one) => one.trim());
  return list.every((one) => /^https?:\/\//.test(one) && URL.canParse(one)) ? list : undefined;
});

const env = readEnvOrExit({
  BULKHEAD_SIDE: oneOf(...SIDES),
  BULKHEAD_SIDE_PORTS: ports,
  BULKHEAD_SIDE_VERSION: text(),
  /** Whose switch values it goes by, and a key of the scope `switches:read`; by the catalogue's defaults without. */
  BULKHEAD_EDGE_URL: addresses.optional(),
  BULKHEAD_EDGE_KEY: secret(text()).optional(),
});
const log = createLog('order-gateway');
const lifecycle = createLifecycle(log, { timeoutMs: 2_000 });

const { BULKHEAD_EDGE_URL: edges, BULKHEAD_EDGE_KEY: apiKey } = env;
const switches = edges && apiKey ? followSwitches({ edges, apiKey, log }) : undefined;
if (switches) lifecycle.onStop('switches', switches.close);
const values = switches && (() => switches.values);

const instances = serversOf(env.BULKHEAD_SIDE).map(
  (name, at) => new OrderGatewayInstance(name, env.BULKHEAD_SIDE_VERSION, seededRandom(SEED + at), values),
);
try {
  for (const [at, instance] of instances.entries()) {
    const port = env.BULKHEAD_SIDE_PORTS[at];
    if (port === undefined) throw new Error(`BULKHEAD_SIDE_PORTS has no port for ${instance.name}.`);
    const server = await serveInstance(instance, instances, port);
    lifecycle.onStop(instance.name, server.close);
  }
  log.info('the order gateway takes orders', { version: env.BULKHEAD_SIDE_VERSION });
} catch (error) {
  log.fatal('the order gateway cannot listen', { err: error });
  process.exit(1);
}
