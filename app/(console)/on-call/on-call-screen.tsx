// The On-call screen: who is on call and until when, the weeks ahead, the chain, contacts, test pages, and what was sent where.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowRightLeft, CalendarClock, Pencil, Plus, Send, Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { notificationsQuery, onCallQuery, testPagesQuery } from '#app/_client/on-call-queries.ts';
import { ChainOfAlert } from '#components/alerts/chain-of-alert.tsx';
import { ChannelList } from '#components/alerts/channel-list.tsx';
import { ContactList } from '#components/alerts/contact-list.tsx';
import { NotificationTable } from '#components/alerts/notification-table.tsx';
import { OnCallNow } from '#components/alerts/on-call-now.tsx';
import { untilWords } from '#components/alerts/on-call-words.ts';
import { RotaWeeks } from '#components/alerts/rota-weeks.tsx';
import { TestPagePanel } from '#components/alerts/test-page-panel.tsx';
import { stampShort } from '#components/format-time.ts';
import { PageSteps, usePages } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, ErrorState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { type Action, permissionOf } from '#lib/catalog/permissions.ts';
import { someone } from '#lib/catalog/roles.ts';
import type { NotificationsBody, OnCallBody, OverrideView, TestPagesBody } from '#lib/contract/on-call.ts';
import { useOnCallActs } from './on-call-acts.ts';
import type { OnCallDialog } from './on-call-dialogs.tsx';

const OnCallDialogs = dynamic(
  () => patiently(() => import('./on-call-dialogs.tsx')).then((module) => module.OnCallDialogs),
  { ssr: false },
);

interface OnCallScreenProps {
  onCall: OnCallBody;
  notifications: NotificationsBody;
  testPages: TestPagesBody;
}

export function OnCallScreen({ onCall, notifications, testPages }: OnCallScreenProps) {
  const { me, link } = useConsole();
  const pages = usePages();
  const { data: body = onCall } = useQuery({ ...onCallQuery, initialData: onCall });
  const { data: calls = testPages } = useQuery({ ...testPagesQuery, initialData: testPages });
  const sent = useQuery({
    ...notificationsQuery(pages.before),
    ...(pages.before === undefined ? { initialData: notifications } : {}),
  });
  const acts = useOnCallActs();
  const [open, setOpen] = useState<OnCallDialog | null>(null);
  const begin = (next: OnCallDialog): void => {
    acts.forget();
    setOpen(next);
  };
  const offline =
    link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null;
  const heldBy = (action: Action): string | null => {
    const { roles, sentence } = permissionOf(action);
    if (roles.some((role) => me.roles.includes(role))) return offline;
    const who = someone(roles);
    return `It takes ${who} to ${sentence}.`;
  };
  const handOver = (
    <Button
      icon={ArrowRightLeft}
      variant="ink"
      disabledReason={heldBy('hand-over')}
      onClick={() => begin({ kind: 'hand-over' })}
    >
      {body.current.person?.id === me.id || body.current.person === null ? 'Hand over' : 'Take over'}
    </Button>
  );
  const until = untilWords(body.current, body.now);
  return (
    <Screen
      title="On call"
      note={`${body.current.person?.name ?? 'Nobody'}${until ? ` ${until}` : ''}`}
      actions={<span className="max-lg:hidden">{handOver}</span>}
      thumb={heldBy('hand-over') === null ? handOver : undefined}
      className="px-4 pb-8 lg:px-6"
      paneLabel="Contacts and test pages"
      pane={
        <div className="flex flex-col gap-6 px-4 py-3 lg:px-5">
          <Section
            title="Emergency contacts"
            rule
            aside={
              <Button
                size="sm"
                icon={Plus}
                disabledReason={heldBy('set-contact')}
                onClick={() => begin({ kind: 'contact', contact: null })}
              >
                Add a contact
              </Button>
            }
          >
            <ContactList
              contacts={body.contacts}
              heldBy={heldBy('set-contact')}
              onEdit={(contact) => begin({ kind: 'contact', contact })}
            />
          </Section>
          <Section
            title="Test page"
            note="a drill"
            rule
            aside={
              <Button
                size="sm"
                icon={Send}
                disabledReason={heldBy('send-test-page')}
                onClick={() => begin({ kind: 'test-page' })}
              >
                Send a test page
              </Button>
            }
          >
            <TestPagePanel
              pages={calls.items}
              now={calls.now}
              heldBy={offline}
              pending={acts.pending}
              onAnswer={(call) => void acts.answer(call)}
            />
          </Section>
        </div>
      }
    >
      <OnCallNow body={body} me={me.id} />
      {open === null && acts.error ? (
        <p role="alert" className="pb-3 text-xs text-crit-text">
          {acts.error.message}
        </p>
      ) : null}
      <div className="flex flex-col gap-6">
        <Section
          title="Weeks ahead"
          note={body.rota ? `by the clock of ${body.rota.timeZone}; times below in UTC` : 'in UTC'}
          rule
          aside={
            <span className="flex flex-wrap gap-2">
              <Button
                size="sm"
                icon={CalendarClock}
                disabledReason={heldBy('set-override')}
                onClick={() => begin({ kind: 'override' })}
              >
                Put somebody on call
              </Button>
              <Button
                size="sm"
                icon={Pencil}
                disabledReason={heldBy('set-rota')}
                onClick={() => begin({ kind: 'rota' })}
              >
                Set the rota
              </Button>
            </span>
          }
        >
          <RotaWeeks body={body} me={me.id} />
        </Section>
        <Overrides
          overrides={body.overrides}
          now={body.now}
          heldBy={heldBy('remove-override')}
          pending={acts.pending}
          onRemove={(one) => void acts.removeOverride(one)}
        />
        <Section title="Chain of a P0" note="who would be told now" rule>
          <ChainOfAlert steps={body.chain} />
        </Section>
        <Section
          title="Channels"
          note="where it is told outside Bulkhead"
          rule
          aside={
            <Button
              size="sm"
              icon={Plus}
              disabledReason={heldBy('set-channel')}
              onClick={() => begin({ kind: 'channel', channel: null })}
            >
              Add a channel
            </Button>
          }
        >
          <ChannelList
            channels={(sent.data ?? notifications).channels}
            now={(sent.data ?? notifications).now}
            heldBy={heldBy('set-channel')}
            onEdit={(channel) => begin({ kind: 'channel', channel })}
          />
        </Section>
        <Section title="Notifications" note="newest first" rule>
          {sent.error ? (
            <ErrorState
              title="The notifications did not answer"
              action={{ label: 'Try again', onPress: () => void sent.refetch() }}
            >
              {sent.error.message} Delivery goes on.
            </ErrorState>
          ) : (sent.data?.items ?? []).length === 0 ? (
            <EmptyState title="Nothing was told yet">
              Alerts, confirms, hand-overs and test pages stand here with whether they arrived.
            </EmptyState>
          ) : (
            <NotificationTable
              items={sent.data?.items ?? []}
              now={sent.data?.now ?? notifications.now}
              heldBy={heldBy('send-again')}
              pending={acts.pending}
              onSendAgain={(one) => void acts.sendAgain(one)}
            />
          )}
          <div className="flex py-2">
            <PageSteps {...pages.steps(sent.data?.nextBefore)} />
          </div>
        </Section>
        {body.handOvers.length > 0 ? (
          <Section title="Hand-overs" note="newest first" rule>
            <ul>
              {body.handOvers.map((one) => (
                <li key={one.id} className="border-b border-line py-2 text-xs">
                  <p>
                    <span className="tn text-ink-3">{stampShort(one.at, body.now)}</span>{' '}
                    <span className="font-medium">
                      {one.from ?? 'Nobody'} to {one.to}
                    </span>
                    {one.by !== one.from ? <span className="text-ink-3">, by {one.by}</span> : null}
                  </p>
                  <p className="max-w-prose break-words whitespace-pre-wrap text-ink-2">{one.note}</p>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
      {open || acts.secret || acts.dialog ? (
        <OnCallDialogs open={open} body={body} me={me.id} acts={acts} onClose={() => setOpen(null)} />
      ) : null}
    </Screen>
  );
}

interface OverridesProps {
  overrides: readonly OverrideView[];
  now: string;
  heldBy: string | null;
  pending: boolean;
  onRemove: (override: OverrideView) => void;
}

function Overrides({ overrides, now, heldBy, pending, onRemove }: OverridesProps) {
  if (overrides.length === 0) return null;
  return (
    <Section title="Overrides" note="they come before the rota" rule>
      <ul>
        {overrides.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 text-xs"
          >
            <div className="min-w-0 flex-1 basis-52">
              <span className="font-medium">{one.person.name}</span>{' '}
              <span className="tn text-ink-2">
                {stampShort(one.from, now)} to {stampShort(one.until, now)}
              </span>
              <p className="break-words text-ink-3">
                {one.reason} ({one.madeBy})
              </p>
            </div>
            <Button
              size="sm"
              icon={Undo2}
              busy={pending}
              disabledReason={heldBy}
              onClick={() => onRemove(one)}
              aria-label={`Take back: ${one.person.name} from ${stampShort(one.from, now)}`}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
