// The key that signs checkpoints, read once at start.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnvError } from '#lib/process/env.ts';
import { type CheckpointSigner, keyIdOf } from '#lib/rules/audit/checkpoint.ts';

export type SigningKey = CheckpointSigner & { publicKey: KeyObject };

const NAME = 'BULKHEAD_AUDIT_KEY_FILE';

/** Throws EnvError with a sentence when the file is not an Ed25519 private key. */
export function readSigningKey(file: string): SigningKey {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EnvError([
      `${NAME} names ${file}, which ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}.`,
    ]);
  }
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType === 'ed25519') {
      const publicKey = createPublicKey(privateKey);
      return { privateKey, publicKey, keyId: keyIdOf(publicKey) };
    }
  } catch {
    // Whatever the parser says of a secret file stays unsaid; the sentence below is what helps.
  }
  throw new EnvError([`${NAME} names ${file}, which is not an Ed25519 private key in PEM form (PKCS8).`]);
}
