// The People screen: the table, open links, and one person's sheet; super admins act, auditors look.
'use client';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { peopleQuery } from '#app/_client/queries.ts';
import { OpenLinks } from '#components/access/open-links.tsx';
import { PeopleTable } from '#components/access/people-table.tsx';
import { PersonSheet } from '#components/access/person-sheet.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type { PeopleBody } from '#lib/contract/access.ts';
import { usePeopleActs } from './people-acts.ts';
import { type Act, PeopleDialogs } from './people-dialogs.tsx';

export function PeopleScreen({ people }: { people: PeopleBody }) {
  const { data = people } = useQuery({ ...peopleQuery, initialData: people });
  const { me, link, heard } = useConsole();
  const [openId, setOpenId] = useState<string | null>(null);
  const [act, setAct] = useState<Act | null>(null);
  const acts = usePeopleActs();
  const mayAct = permissionOf('invite-person').roles.some((role) => me.roles.includes(role));
  const heldBy = !mayAct
    ? 'A super admin does this.'
    : link.state === 'offline'
      ? 'You are offline. Nothing is sent until the link is back.'
      : null;
  const now = heard?.status.now ?? data.items[0]?.createdAt ?? '';
  const open = data.items.find(({ id }) => id === openId);
  const active = data.items.filter(({ state }) => state !== 'disabled').length;
  const begin = (next: Act): void => {
    acts.forget();
    setAct(next);
  };
  const invite = (
    <Button icon={UserPlus} variant="ink" disabledReason={heldBy} onClick={() => begin({ kind: 'invite' })}>
      Invite a person
    </Button>
  );
  return (
    <Screen
      title="People"
      note={`${active} with access`}
      actions={<span className="max-lg:hidden">{invite}</span>}
      thumb={mayAct ? invite : undefined}
    >
      <PeopleTable
        people={data.items}
        now={now}
        me={me.id}
        selected={openId}
        onSelect={(id) => {
          acts.forget();
          setOpenId(id);
        }}
      />
      <OpenLinks
        links={data.links}
        now={now}
        heldBy={heldBy}
        busy={acts.pending}
        error={open || act ? null : acts.error}
        onWithdraw={(one) => void acts.withdraw(one)}
      />
      {open ? (
        <PersonSheet
          key={open.id}
          person={open}
          everybody={data.items}
          me={me.id}
          now={now}
          heldBy={heldBy}
          pending={acts.pending}
          error={act ? null : acts.error}
          onRoles={(roles, reason) => acts.changeRoles(open, roles, reason)}
          onAct={(kind) => {
            if (kind === 'allow') void acts.allow(open);
            else begin({ kind, person: open });
          }}
          onClose={() => setOpenId(null)}
        />
      ) : null}
      <PeopleDialogs act={act} acts={acts} onClose={() => setAct(null)} />
      {acts.dialog}
    </Screen>
  );
}
