// What a refusal says of the ways to prove it is read with care: only ways that can be asked for count.
import { expect, it } from 'vitest';
import { stepUpDetails } from './access.ts';

const passkey = { nonce: 'n', options: { challenge: 'c' } };

it('reads the ways that are named', () => {
  expect(stepUpDetails({ methods: ['totp'] })).toEqual({ methods: ['totp'] });
  expect(stepUpDetails({ methods: ['totp', 'passkey'], passkey })).toEqual({
    methods: ['totp', 'passkey'],
    passkey,
  });
});

it('leaves out a way that it does not know, and a passkey with nothing to sign', () => {
  expect(stepUpDetails({ methods: ['sms', 'totp'] })).toEqual({ methods: ['totp'] });
  expect(stepUpDetails({ methods: ['totp', 'passkey'], passkey: { nonce: 'n' } })).toEqual({
    methods: ['totp'],
  });
});

it('is null where no way is left', () => {
  for (const details of [undefined, null, 'totp', {}, { methods: 'totp' }, { methods: [] }, { methods: [1] }])
    expect(stepUpDetails(details), JSON.stringify(details)).toBeNull();
  expect(stepUpDetails({ methods: ['passkey'] })).toBeNull();
});
