// Why a form was refused, spoken at once.
import { CircleAlert } from 'lucide-react';

export function FormError({ error }: { error: { message: string } | null }) {
  return error ? (
    <p role="alert" className="flex items-start gap-2 text-xs text-crit-text">
      <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
      {error.message}
    </p>
  ) : null;
}
