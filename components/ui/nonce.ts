// Gives the page's nonce to Radix, which adds one style element while a dialog locks the page behind it.
import { setNonce } from 'get-nonce';

if (typeof document !== 'undefined') {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) setNonce(nonce);
}
