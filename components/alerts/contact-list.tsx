// The emergency contacts: whom to call by severity, and how; a phone number calls, an address writes.
'use client';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { ContactView } from '#lib/contract/on-call.ts';
import { ChangeableRow } from './changeable-row.tsx';
import { severityWords } from './on-call-words.ts';

interface ContactListProps {
  contacts: readonly ContactView[];
  heldBy: string | null;
  onEdit: (contact: ContactView) => void;
}

export function ContactList({ contacts, heldBy, onEdit }: ContactListProps) {
  if (contacts.length === 0)
    return <EmptyState title="There are no contacts">Add whom to call for each severity.</EmptyState>;
  return (
    <ul>
      {contacts.map((contact) => (
        <ChangeableRow key={contact.id} name={contact.name} heldBy={heldBy} onEdit={() => onEdit(contact)}>
          <p className="text-ink-3">{severityWords(contact)}</p>
          <p className="flex flex-wrap gap-x-3">
            {contact.phone ? (
              <a
                className="tn inline-flex min-h-6 items-center underline pointer-coarse:min-h-11"
                href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}
              >
                {contact.phone}
              </a>
            ) : null}
            {contact.slack ? <span className="break-all">{contact.slack}</span> : null}
            {contact.email ? (
              <a
                className="inline-flex min-h-6 items-center break-all underline pointer-coarse:min-h-11"
                href={`mailto:${contact.email}`}
              >
                {contact.email}
              </a>
            ) : null}
          </p>
        </ChangeableRow>
      ))}
    </ul>
  );
}
