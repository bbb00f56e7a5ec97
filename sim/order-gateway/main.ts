// One side of the order gateway as a process of its own: the instances of one version, each on its port.
import { SIDES, serversOf } from '#lib/contract/gateway.ts';
import { oneOf, readEnvOrExit, text, variable } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { seededRandom } from '../models/random.ts';
import { OrderGatewayInstance } from './instance.ts';
import { serveInstance } from './server.ts';

const SEED = 20_261_127;

const ports = variable('ports with commas between, one for each instance', (value) => {
  const list = value.split(',').map(Number);
  return list.every((one) => Number.isInteger(one) && one > 0 && one < 65_536) ? list : undefined;
});

const env = readEnvOrExit({
  BULKHEAD_SIDE: oneOf(...SIDES),
  BULKHEAD_SIDE_PORTS: ports,
  BULKHEAD_SIDE_VERSION: text(),
});
const log = createLog('order-gateway');
const lifecycle = createLifecycle(log, { timeoutMs: 2_000 });

const instances = serversOf(env.BULKHEAD_SIDE).map(
  (name, at) => new OrderGatewayInstance(name, env.BULKHEAD_SIDE_VERSION, seededRandom(SEED + at)),
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
