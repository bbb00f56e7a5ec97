// Addresses of withdrawals: form and checksum by network. Whether somebody has the key to one, nobody can see.

import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { type AddressForm, NETWORKS, type Network } from '#lib/catalog/withdrawals.ts';

const base58check = createBase58check(sha256);

/** What is wrong with an address for its network; null when nothing is. */
export function addressProblem(address: string, network: Network): string | null {
  return BY_FORM[NETWORKS[network].addresses](address);
}

/** Two ways to write the same address are one. */
export function sameAddress(one: string, other: string, network: Network): boolean {
  const written = (address: string) =>
    NETWORKS[network].addresses === 'evm' || /^bc1/i.test(address) ? address.toLowerCase() : address;
  return written(one) === written(other);
}

const BY_FORM: Record<AddressForm, (address: string) => string | null> = {
  bitcoin: bitcoinProblem,
  evm: evmProblem,
};

const NO_BITCOIN = 'That is no address of Bitcoin: it begins with 1, 3 or bc1.';
const MISTYPED = 'A character of this address is wrong: its checksum does not fit. Copy it once more.';

function bitcoinProblem(address: string): string | null {
  if (/^(tb|bcrt)1/i.test(address) || /^[mn2]/.test(address))
    return 'That is an address of a test network: send one of Bitcoin itself.';
  if (/^bc1/i.test(address)) return segwitProblem(address);
  if (!/^[13][1-9A-HJ-NP-Za-km-z]{20,60}$/.test(address)) return NO_BITCOIN;
  let bytes: Uint8Array;
  try {
    bytes = base58check.decode(address);
  } catch {
    return MISTYPED;
  }
  // A version, 0 to a key and 5 to a script, and the 20 bytes of a hash.
  return bytes.length === 21 && (bytes[0] === 0 || bytes[0] === 5) ? null : NO_BITCOIN;
}

/** BIP 173 and BIP 350: version 0 with the checksum of bech32, 1 and later with that of bech32m. */
function segwitProblem(address: string): string | null {
  if (address !== address.toLowerCase() && address !== address.toUpperCase())
    return 'An address that begins with bc1 is all small or all capital letters.';
  if (address.length < 14 || address.length > 90) return NO_BITCOIN;
  const text = address.toLowerCase() as `${string}1${string}`;
  const [old, modern] = [bech32.decodeUnsafe(text), bech32m.decodeUnsafe(text)];
  const version = (old ?? modern)?.words[0];
  if (version === undefined) return MISTYPED;
  if ((version === 0) !== (old !== undefined)) return MISTYPED;
  const program = bech32.fromWordsUnsafe((old ?? modern)?.words.slice(1) ?? []);
  const length = program ? program.length : 0;
  if (version === 0) return length === 20 || length === 32 ? null : NO_BITCOIN;
  if (version === 1 && length === 32) return null;
  return 'That form of address is not in use on Bitcoin yet: what goes there may be lost.';
}

function evmProblem(address: string): string | null {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address))
    return 'That is no address of this network: it is 0x and 40 hexadecimal digits.';
  if (/^0x0{40}$/.test(address)) return 'What goes to the zero address is lost.';
  const digits = address.slice(2);
  if (!/[a-f]/i.test(digits)) return null;
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase())
    return 'Send the address with its checksum (EIP-55), small and capital letters mixed: without it a mistyped digit is not seen.';
  return address === checksummed(digits) ? null : MISTYPED;
}

/** An EVM address of these 40 digits (EIP-55): a letter is a capital where the hash of the small letters has a digit of 8 or more. */
export function checksummed(digits: string): string {
  const small = digits.toLowerCase();
  const hash = keccak_256(new TextEncoder().encode(small));
  const mixed = [...small]
    .map((digit, at) => {
      const byte = hash[at >> 1] ?? 0;
      return (at % 2 === 0 ? byte >> 4 : byte & 15) >= 8 ? digit.toUpperCase() : digit;
    })
    .join('');
  return `0x${mixed}`;
}
