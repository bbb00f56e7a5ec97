// Why a form was refused, at the field that the refusal names, or spoken at once and brought into sight: on a phone its
// button is at the thumb, and the form far above.
'use client';
import { CircleAlert } from 'lucide-react';
import type { ErrorBody } from '#lib/contract/console.ts';

/** The sentence that belongs to a field, when the refusal names it. */
export function fieldError(error: ErrorBody['error'] | null, field: string): string | null {
  const fields = error?.details?.fields as Readonly<Record<string, string>> | undefined;
  return fields?.[field] ?? null;
}

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

export function FormError({ error }: { error: { message: string } | null }) {
  return error ? (
    <p
      ref={intoSight}
      role="alert"
      className="flex scroll-mt-20 scroll-mb-40 items-start gap-2 text-xs text-crit-text"
    >
      <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
      {error.message}
    </p>
  ) : null;
}
