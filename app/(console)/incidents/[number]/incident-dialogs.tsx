// The dialogs of an incident, loaded when one is asked for: mitigated, resolved, another severity, its figures, a link.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Decimal } from 'decimal.js';
import { useState } from 'react';
import { positionsQuery } from '#app/_client/queries.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { ImpactDialog } from '#components/incidents/impact-dialog.tsx';
import { LinkDialog } from '#components/incidents/link-dialog.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { incidentName, SEVERITIES, type Severity } from '#lib/catalog/incidents.ts';
import type { PositionView } from '#lib/contract/emergency.ts';
import type { IncidentAnswer, IncidentBody } from '#lib/contract/incidents.ts';
import {
  mitigateIncidentAction,
  recordImpactAction,
  resolveIncidentAction,
  setIncidentSeverityAction,
} from '../actions.ts';
import type { useIncidentActs } from './use-incident-acts.tsx';
import { useLinkables } from './use-linkables.ts';

export type Asked = 'mitigate' | 'resolve' | 'severity' | 'impact' | 'link';

interface IncidentDialogsProps {
  asked: Asked;
  body: IncidentBody;
  acts: ReturnType<typeof useIncidentActs>;
  heldBy: string | null;
  linkAction: ServerAction<IncidentAnswer>;
  onClose: () => void;
}

const SEGMENTS = Object.entries(SEVERITIES).map(([value, { label }]) => ({ value, label }));

/** One line a symbol over all executors, a short position with its minus. */
function heldNow(positions: readonly PositionView[]): { symbol: string; size: string; valueUsd: string }[] {
  const held = new Map<string, { size: Decimal; value: Decimal }>();
  for (const { symbol, side, size, notionalUsd } of positions) {
    const before = held.get(symbol) ?? { size: new Decimal(0), value: new Decimal(0) };
    held.set(symbol, {
      size: side === 'short' ? before.size.minus(size) : before.size.plus(size),
      value: before.value.plus(notionalUsd),
    });
  }
  return [...held].map(([symbol, { size, value }]) => ({
    ...{ symbol, size: size.toFixed(), valueUsd: value.toFixed() },
  }));
}

export function IncidentDialogs({ asked, body, acts, heldBy, linkAction, onClose }: IncidentDialogsProps) {
  const { incident } = body;
  const [severity, setSeverity] = useState(incident.severity as Severity);
  const { data: positions } = useQuery({ ...positionsQuery, enabled: asked === 'impact' });
  const offers = useLinkables(body.links, asked === 'link');
  const done = (sent: Promise<boolean>): void => {
    void sent.then((taken) => {
      if (taken) onClose();
    });
  };
  const shared = { pending: acts.pending, error: acts.errorAt('dialog'), onClose };
  const name = incidentName(incident.number);
  switch (asked) {
    case 'impact':
      return (
        <ImpactDialog
          {...shared}
          body={body}
          held={positions && heldNow(positions.positions)}
          onRecord={(draft) =>
            done(acts.act('dialog', 'Record the impact', recordImpactAction, { ...draft }))
          }
        />
      );
    case 'link':
      return (
        <LinkDialog
          {...shared}
          offers={offers}
          onLink={({ kind, id }) =>
            done(acts.act('dialog', 'Link it', linkAction, { subject: { kind, id } }))
          }
        />
      );
    case 'severity':
      return (
        <ReasonDialog
          {...shared}
          title={`Severity of ${name}`}
          says="Its time to be taken counts from the opening, as before."
          button="Change the severity"
          offered=""
          heldBy={heldBy ?? (severity === incident.severity ? 'Choose another severity.' : null)}
          onApply={(reason) =>
            done(acts.act('dialog', 'Change the severity', setIncidentSeverityAction, { severity, reason }))
          }
        >
          <Segmented
            legend="Severity"
            value={severity}
            segments={SEGMENTS}
            onChange={(value) => setSeverity(value as Severity)}
          />
        </ReasonDialog>
      );
    case 'mitigate':
      return (
        <ReasonDialog
          {...shared}
          title={`${name} is mitigated`}
          says="Customers are no longer hurt. The cause may still be there."
          button="It is mitigated"
          offered=""
          heldBy={heldBy}
          onApply={(reason) => done(acts.act('dialog', 'Mitigated', mitigateIncidentAction, { reason }))}
        />
      );
    case 'resolve':
      return (
        <ReasonDialog
          {...shared}
          title={`${name} is resolved`}
          says="It is over, and its timeline ends here. What comes again is a new incident."
          button="It is resolved"
          offered=""
          heldBy={heldBy}
          onApply={(reason) => done(acts.act('dialog', 'Resolved', resolveIncidentAction, { reason }))}
        />
      );
  }
}
