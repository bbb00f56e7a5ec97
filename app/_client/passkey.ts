// Asks this device for a passkey, new or known, and keeps of its answer exactly the fields the server takes. Load it lazily.
import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import type { Assertion, Attestation } from '#lib/write/passkey.ts';

export type PasskeyAnswer<Response> = { ok: true; response: Response } | { ok: false; message: string };

type Options = Readonly<Record<string, unknown>>;

/** A passkey that exists signs what `options` hold. */
export async function askPasskey(options: Options): Promise<PasskeyAnswer<Assertion>> {
  try {
    const answer = await startAuthentication({ optionsJSON: options as never });
    const { clientDataJSON, authenticatorData, signature, userHandle } = answer.response;
    return {
      ok: true,
      response: {
        ...outcomeOf(answer),
        response: {
          ...{ clientDataJSON, authenticatorData, signature },
          ...(userHandle ? { userHandle } : {}),
        },
      },
    };
  } catch (error) {
    return { ok: false, message: passkeyRefusal(error, 'use') };
  }
}

/** A new passkey is made on this device, or on one beside it. */
export async function makePasskey(options: Options): Promise<PasskeyAnswer<Attestation>> {
  try {
    const answer = await startRegistration({ optionsJSON: options as never });
    const { clientDataJSON, attestationObject, transports } = answer.response;
    return {
      ok: true,
      response: {
        ...outcomeOf(answer),
        response: { clientDataJSON, attestationObject, ...(transports ? { transports } : {}) },
      },
    };
  } catch (error) {
    return { ok: false, message: passkeyRefusal(error, 'make') };
  }
}

type Answer = Awaited<ReturnType<typeof startAuthentication>> | Awaited<ReturnType<typeof startRegistration>>;

function outcomeOf({ id, rawId, type, clientExtensionResults, authenticatorAttachment }: Answer) {
  const attachment = authenticatorAttachment as 'platform' | 'cross-platform' | undefined;
  return {
    ...{ id, rawId, type },
    clientExtensionResults: { ...clientExtensionResults },
    ...(attachment ? { authenticatorAttachment: attachment } : {}),
  };
}

/** Browsers do not say whether somebody turned away or the time passed: both are NotAllowedError. */
export function passkeyRefusal(error: unknown, act: 'use' | 'make'): string {
  const code = error instanceof WebAuthnError ? error.code : '';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') {
    return 'This device has a passkey for you already. It is in the list.';
  }
  if (code === 'ERROR_INVALID_DOMAIN' || code === 'ERROR_INVALID_RP_ID') {
    return 'Passkeys work only at the address this console is set up for. Open it there.';
  }
  if (error instanceof Error && error.message.includes('WebAuthn is not supported')) {
    return 'This browser has no passkeys. Use another way, or another browser.';
  }
  return act === 'use'
    ? 'No passkey answered. Press again when your device is at hand.'
    : 'The device made no passkey. Press again when it is at hand.';
}
