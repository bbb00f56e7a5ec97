// HAProxy's own CSV, as version 2.6 writes it, and what is none.
import { expect, test } from 'vitest';
import { parseStats } from './gateway-stats.ts';

const HEAD = '# pxname,svname,qcur,scur,stot,status,weight,last_chk,';
const text = (...lines: string[]) => `${[HEAD, ...lines].join('\n')}\n\n`;

test('servers of the order gateway, and nobody else', () => {
  const said = text(
    'orders,FRONTEND,0,1,900,OPEN,,,',
    'order-gateway,blue-1,0,0,480,UP,95,"L7OK, as it should, ""be""",',
    'order-gateway,green-1,0,0,25,MAINT (via agent),5,,',
    'order-gateway,BACKEND,0,0,505,UP,100,,',
    'other,blue-1,0,0,7,UP,1,,',
  );
  expect(parseStats(said)).toEqual({
    'blue-1': { status: 'UP', weight: 95, requests: 480 },
    'green-1': { status: 'MAINT (via agent)', weight: 5, requests: 25 },
  });
});

test.each([
  '',
  'Unknown command.\n',
  text('orders,FRONTEND,0,1,900,OPEN,,,'),
  text('order-gateway,blue-1,0,0,,UP,x,,'),
])('%j is no answer', (said) => {
  expect(parseStats(said)).toBeNull();
});
