// The emergency contacts: whom to call by severity, and how; a phone number calls, an address writes.
'use client';
import { Pencil } from 'lucide-react';
import type { ContactView } from '#lib/contract/on-call.ts';
import { severityWords } from './on-call-words.ts';
import { Button } from './ui/button.tsx';
import { EmptyState } from './ui/panel-states.tsx';

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
        <li key={contact.id} className="flex items-start gap-3 border-b border-line py-2 text-xs">
          <div className="min-w-0 flex-1">
            <p className="font-medium break-words">{contact.name}</p>
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
          </div>
          <Button
            size="sm"
            icon={Pencil}
            disabledReason={heldBy}
            onClick={() => onEdit(contact)}
            aria-label={`Change: ${contact.name}`}
          >
            Change
          </Button>
        </li>
      ))}
    </ul>
  );
}
