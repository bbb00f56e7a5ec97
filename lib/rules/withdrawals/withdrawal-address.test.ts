// Addresses by the examples of the standards that define them, and what becomes of a mistyped character.
import { describe, expect, test } from 'vitest';
import { addressProblem, sameAddress } from './withdrawal-address.ts';

/** EIP-55. */
const EVM = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

const BITCOIN = [
  // The address of the first block, and one of a script.
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  // BIP 173: version 0 of 20 and of 32 bytes, also in capitals.
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
  // BIP 350: version 1.
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
];

describe('addresses of the standards', () => {
  test.each(EVM)('%s is one of Ethereum and of Arbitrum', (address) => {
    expect(addressProblem(address, 'ethereum')).toBeNull();
    expect(addressProblem(address, 'arbitrum')).toBeNull();
    expect(addressProblem(address, 'bitcoin')).not.toBeNull();
  });

  test.each(BITCOIN)('%s is one of Bitcoin', (address) => {
    expect(addressProblem(address, 'bitcoin')).toBeNull();
    expect(addressProblem(address, 'ethereum')).not.toBeNull();
  });
});

/** The address with one character exchanged for another of the same kind. */
function mistyped(address: string, at: number): string {
  const other = (sign: string) => {
    if (/\d/.test(sign)) return sign === '2' ? '3' : '2';
    const wanted = /[a-z]/.test(sign) ? ['q', 'z'] : ['Q', 'Z'];
    return sign === wanted[0] ? (wanted[1] ?? '') : (wanted[0] ?? '');
  };
  return `${address.slice(0, at)}${other(address.charAt(at))}${address.slice(at + 1)}`;
}

describe('a wrong character is seen', () => {
  test.each(BITCOIN)('anywhere in %s', (address) => {
    for (let at = 4; at < address.length; at++)
      expect.soft(addressProblem(mistyped(address, at), 'bitcoin'), mistyped(address, at)).not.toBeNull();
  });

  test.each(EVM)('also where it is only the case of a letter: %s', (address) => {
    for (let at = 2; at < address.length; at++) {
      const sign = address.charAt(at);
      if (/\d/.test(sign)) continue;
      const turned = sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase();
      const wrong = `${address.slice(0, at)}${turned}${address.slice(at + 1)}`;
      expect.soft(addressProblem(wrong, 'ethereum'), wrong).toMatch(/checksum/);
    }
  });
});

describe('what is refused with a sentence of its own', () => {
  test.each([
    ['bitcoin', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', /test network/],
    ['bitcoin', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', /test network/],
    ['bitcoin', 'bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', /all small or all capital/],
    // BIP 350: version 1 with the checksum of version 0, version 0 with that of version 1.
    ['bitcoin', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd', /checksum/],
    ['bitcoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh', /checksum/],
    // BIP 350: versions that nobody uses.
    ['bitcoin', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', /not in use/],
    ['bitcoin', 'bc1', /no address/],
    ['bitcoin', '', /no address/],
    ['ethereum', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', /EIP-55/],
    ['ethereum', '0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED', /EIP-55/],
    ['ethereum', '0x0000000000000000000000000000000000000000', /zero address/],
    ['ethereum', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe', /40 hexadecimal/],
    ['ethereum', '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', /0x/],
    ['ethereum', 'vitalik.eth', /0x/],
  ] as const)('%s: %s', (network, address, why) => {
    expect(addressProblem(address, network)).toMatch(why);
  });

  test('an address of digits alone has no letters to be checked by', () => {
    expect(addressProblem('0x1234567890123456789012345678901234567890', 'ethereum')).toBeNull();
  });
});

test('the same address written in another way is the same', () => {
  expect(sameAddress(BITCOIN[2] ?? '', BITCOIN[3] ?? '', 'bitcoin')).toBe(true);
  expect(sameAddress(BITCOIN[0] ?? '', (BITCOIN[0] ?? '').toLowerCase(), 'bitcoin')).toBe(false);
});
