// A passkey in software (ES256, attestation none), as a device would answer: for tests that have no browser.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Assertion, Attestation } from '#lib/write/passkey.ts';

/** What a test may get wrong on purpose. */
export interface Twist {
  origin?: string;
  rpId?: string;
  /** The owner was not asked to unlock it. */
  unverified?: boolean;
  type?: string;
  counter?: number;
}

const ORIGIN = 'http://localhost:3000';

/** The challenge of options as the console gives them. */
export function challengeIn(options: Readonly<Record<string, unknown>>): string {
  return String(options.challenge);
}

/** A passkey that outlives the process. */
export interface KeptPasskey {
  credentialId: string;
  privateKey: string;
  counter: number;
}

export class Authenticator {
  readonly credentialId: string;
  readonly #key: KeyObject;
  readonly #cose: Buffer;
  #counter: number;

  constructor(kept?: KeptPasskey) {
    this.credentialId = kept?.credentialId ?? randomBytes(32).toString('base64url');
    this.#counter = kept?.counter ?? 0;
    this.#key = kept
      ? createPrivateKey(kept.privateKey)
      : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const { x = '', y = '' } = createPublicKey(this.#key).export({ format: 'jwk' });
    // COSE key: kty EC2, alg ES256, crv P-256, x, y.
    this.#cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }

  keep(): KeptPasskey {
    const privateKey = this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { credentialId: this.credentialId, privateKey, counter: this.#counter };
  }

  /** What navigator.credentials.create() gives. */
  create(challenge: string, twist: Twist = {}): Attestation {
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const authData = Buffer.concat([...this.#head(0x45, 0, twist), Buffer.alloc(16), length, id, this.#cose]);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(authData.length);
    // CBOR map: fmt "none", attStmt {}, authData bytes.
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      size,
      authData,
    ]);
    return {
      ...this.#outcome(),
      response: {
        clientDataJSON: clientData(twist.type ?? 'webauthn.create', challenge, twist).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** What navigator.credentials.get() gives. */
  get(challenge: string, twist: Twist = {}): Assertion {
    this.#counter = twist.counter ?? this.#counter + 1;
    const authData = Buffer.concat(this.#head(0x05, this.#counter, twist));
    const client = clientData(twist.type ?? 'webauthn.get', challenge, twist);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    return {
      ...this.#outcome(),
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(this.#key).toString('base64url'),
      },
    };
  }

  #outcome() {
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: 'public-key' as const,
      clientExtensionResults: {},
    };
  }

  #head(flags: number, counter: number, twist: Twist): Buffer[] {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const rpIdHash = createHash('sha256')
      .update(twist.rpId ?? 'localhost')
      .digest();
    return [rpIdHash, Buffer.from([twist.unverified ? flags & ~0x04 : flags]), count];
  }
}

function clientData(type: string, challenge: string, { origin = ORIGIN }: Twist): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
