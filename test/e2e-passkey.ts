// A device with passkeys inside Chromium: it answers at once, with its owner present.
import { createPrivateKey } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { KeptPasskey } from './authenticator.ts';

/** Passkeys made in this window stay in it until it closes, across pages. */
export async function addAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

const inBase64 = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('base64');

/** Puts a passkey of a test into this window's device; answers how to take it out again, as often used as it is by then. */
export async function lendPasskey(page: Page, kept: KeptPasskey): Promise<() => Promise<KeptPasskey>> {
  const { session, authenticatorId } = await addAuthenticator(page);
  const credentialId = inBase64(kept.credentialId);
  const key = createPrivateKey(kept.privateKey).export({ type: 'pkcs8', format: 'der' });
  await session.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      ...{ credentialId, isResidentCredential: false, rpId: new URL(page.url()).hostname },
      ...{ privateKey: key.toString('base64'), signCount: kept.counter },
    },
  });
  return async () => {
    const { credential } = await session.send('WebAuthn.getCredential', { authenticatorId, credentialId });
    return { ...kept, counter: credential.signCount };
  };
}
