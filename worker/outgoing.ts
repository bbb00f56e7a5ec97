// One request to somebody else's address: resolved once, never to a private network unless that is allowed, no redirects, bounded in time.
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import type { ChannelAnswer } from '#lib/rules/alerts/notice-outcome.ts';

/** Networks that a name of the internet must not lead to: this machine, this house, its metadata service. */
const NETWORKS = {
  ipv4: `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16
    198.18.0.0/15 224.0.0.0/4 240.0.0.0/4`,
  ipv6: '::/128 ::1/128 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001:db8::/32 fc00::/7 fe80::/10 ff00::/8',
} as const;

const PRIVATE = new BlockList();
for (const version of ['ipv4', 'ipv6'] as const) {
  for (const network of NETWORKS[version].split(/\s+/)) {
    const [address = '', bits] = network.split('/');
    PRIVATE.addSubnet(address, Number(bits), version);
  }
}

/** Whether an IP address is one that nobody outside may make us call. An IPv4 address in IPv6 clothes is looked at as itself. */
export function isPrivate(address: string): boolean {
  const version = isIP(address);
  return version === 0 || PRIVATE.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

class PrivateAddress extends Error {}

/** The one look-up of a request; what it answers is what is connected to. */
const publicOnly: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const bad = found.find(({ address }) => isPrivate(address));
    const [first] = found;
    if (bad || !first) return done(new PrivateAddress(hostname), '', 0);
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

export interface Outgoing {
  url: string;
  method?: 'POST' | 'GET';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Addresses of this machine and its networks too. */
  allowPrivate: boolean;
  /** Until an answer counts as none; that of notifications when it is left out. */
  answerSeconds?: number;
  signal: AbortSignal;
}

export type Answered = ChannelAnswer & { text?: string };

/** Enough of an answer to read who somebody is; nobody needs more. */
const MOST_TEXT = 64 * 1_024;

const REFUSED =
  'Its address lies in a private network: allow that with BULKHEAD_ALLOW_PRIVATE_WEBHOOKS=true.';

/** Sends it and answers what came of it; never throws for what happens on the network. */
export async function send(outgoing: Outgoing): Promise<Answered> {
  const url = new URL(outgoing.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!outgoing.allowPrivate && isIP(host) !== 0 && isPrivate(host))
    return { status: null, refused: REFUSED };
  const { request } = url.protocol === 'https:' ? https : http;
  const { answerSeconds = NOTIFYING.answerSeconds } = outgoing;
  const timeout = AbortSignal.timeout(answerSeconds * 1_000);
  return new Promise((resolve) => {
    let sent = false;
    const sending = request(url, {
      method: outgoing.method ?? 'POST',
      headers: { ...outgoing.headers, ...lengthOf(outgoing.body), 'user-agent': 'Bulkhead' },
      // A connection that is kept could have been closed meanwhile: then nobody knows whether it arrived.
      agent: false,
      signal: AbortSignal.any([outgoing.signal, timeout]),
      ...(outgoing.allowPrivate ? {} : { lookup: publicOnly }),
    });
    const failed = (error: Error) => {
      if (error instanceof PrivateAddress) return resolve({ status: null, refused: REFUSED });
      const problem = timeout.aborted
        ? `It did not answer within ${answerSeconds} seconds.`
        : `It could not be reached: ${'code' in error ? String(error.code) : error.name}.`;
      return resolve({ status: null, problem, sent });
    };
    sending.on('error', failed);
    // Headers and body leave together once there is a connection.
    sending.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        sent = true;
      });
    });
    sending.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      const answer = { status, retryAfter: headers['retry-after'] ?? null };
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_TEXT) chunks.push(chunk);
        else response.destroy();
      });
      const done = () => resolve({ ...answer, text: Buffer.concat(chunks).toString('utf8') });
      response.on('close', done);
      response.on('error', done);
      // Of what was posted the status is the answer: what follows it may take its time, or break off.
      if (outgoing.method !== 'GET') resolve(answer);
    });
    sending.end(outgoing.body);
  });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}
