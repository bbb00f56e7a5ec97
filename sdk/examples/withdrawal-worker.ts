// A worker that releases approved withdrawals, and asks through OpenFeature at the moment of each release.
import { createInterface } from 'node:readline';
import { createBulkhead } from '@bulkhead/sdk';
import { BulkheadProvider } from '@bulkhead/sdk/openfeature';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';

interface Withdrawal {
  id: string;
  /** Value in USD, exact. */
  usd: string;
}

const bulkhead = createBulkhead({
  edges: (process.env.BULKHEAD_EDGES ?? 'http://localhost:3001').split(','),
  apiKey: process.env.BULKHEAD_EDGE_KEY ?? '',
  service: 'withdrawal-worker',
  instanceId: process.env.INSTANCE_ID ?? 'withdrawal-worker-01',
  onTrouble: (error) => console.error(error.message),
});
await OpenFeature.setProviderAndWait(new BulkheadProvider(bulkhead));
const switches = OpenFeature.getClient();

const waiting: Withdrawal[] = [];
let looking = false;
let again = false;

/** Money is compared exactly: USD text as a whole number of 10^-18. */
function units(usd: string): bigint {
  const [whole = '0', part = ''] = usd.split('.');
  return BigInt(whole + part.padEnd(18, '0'));
}

/** The defaults hold only for a switch that does not exist: without contact or values it is the safe value. */
async function mayRelease({ usd }: Withdrawal): Promise<boolean> {
  if (!(await switches.getBooleanValue('withdrawal_enabled', false))) return false;
  const large = units(usd) > units(await switches.getStringValue('large_withdrawal_usd', '0'));
  return !large || (await switches.getBooleanValue('large_withdrawals_enabled', false));
}

async function releaseWhatMay(): Promise<void> {
  again = true;
  if (looking) return;
  looking = true;
  while (again) {
    again = false;
    for (const withdrawal of waiting.splice(0)) {
      if (await mayRelease(withdrawal)) console.log(`released ${withdrawal.id}`);
      else waiting.push(withdrawal);
    }
  }
  looking = false;
  console.log(`waiting ${waiting.map(({ id }) => id).join(' ') || 'none'}`);
}

OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, releaseWhatMay);
for await (const line of createInterface({ input: process.stdin })) {
  waiting.push(JSON.parse(line) as Withdrawal);
  await releaseWhatMay();
}
await OpenFeature.close();
await bulkhead.close();
