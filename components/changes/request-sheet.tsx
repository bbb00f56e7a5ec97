// One change request: its whole difference, why, the figures it governs, and the two ways to decide, the safe one first.
'use client';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { stamp } from '#components/format-time.ts';
import { shortHash } from '#components/short-hash.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { FigureStrip } from '#components/venue/figure-strip.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import { STEP_SUBJECT } from '#lib/catalog/runs.ts';
import type { ChangeRequestView, DeciderView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { approversOf, decidingRoles, orList, stateWords, wordHeldBy } from './approval-words.ts';
import { diffRows, subjectWords, wayOfAll } from './change-set-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { RefusedChange } from './refused-change.tsx';

interface RequestSheetProps {
  request: ChangeRequestView;
  me: { id: string; roles: readonly string[] };
  deciders: readonly DeciderView[];
  clock: ServerClock;
  /** Database time, ISO. */
  now: string;
  figures: readonly { label: string; value: string }[];
  /** Why nothing may be raised now; lowering and refusing are never held by it. */
  raisingHeld: string | null;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApprove: () => void;
  onRefuse: () => void;
  onWithdraw: () => void;
  /** Absent where it cannot be asked for from here. */
  onAskAgain: (() => void) | undefined;
  onClose: () => void;
}

const TONE = {
  open: 'plain',
  approved: 'ok',
  refused: 'plain',
  withdrawn: 'plain',
  void: 'risk',
  expired: 'plain',
} as const;

export function RequestSheet(props: RequestSheetProps) {
  const { request, me, deciders, clock, now, figures, error, onClose } = props;
  const open = request.state === 'open';
  const mine = request.requestedBy.id === me.id;
  const raises = wayOfAll(request.changes) !== 'reducing';
  const switches = request.changes.map((change) => change.switch);
  const names = approversOf(deciders, request);
  const wordHeld = wordHeldBy(request, me, deciders);
  return (
    <Sheet
      open
      onOpenChange={(still) => {
        if (!still) onClose();
      }}
      tone={open && raises ? 'raise' : 'plain'}
      title={
        <>
          <span className="num mr-1 text-ink-3">{requestName(request.number)}</span>{' '}
          <span className="num">{subjectWords(request.changes)}</span>
        </>
      }
      badge={
        open ? (
          <CountdownChip
            verb="Expires in"
            from={request.requestedAt}
            until={request.expiresAt}
            clock={clock}
          />
        ) : (
          <Chip tone={TONE[request.state]}>{stateWords(request)}</Chip>
        )
      }
      description="What is asked for, why, and who may decide"
      footer={<Footer {...props} mine={mine} wordHeld={wordHeld} />}
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm">
          {mine ? 'You asked for this' : `${request.requestedBy.name} asks for this`}
          <span className="tn text-ink-3"> at {stamp(request.requestedAt, now)} UTC</span>
        </p>
        <section aria-label="What changes">
          <h3 className="lbl mb-1 font-normal">{open ? 'What changes' : 'What was asked for'}</h3>
          <DiffPreview changes={diffRows(request.changes)} />
          <p className="mt-1.5 text-2xs text-ink-3">
            Bound to difference <span className="num text-ink-2">{shortHash(request.diffHash, 6)}</span>:
            exactly this is approved.
          </p>
        </section>
        <Since request={request} />
        <section aria-label="Reason">
          <h3 className="lbl mb-1 font-normal">Reason</h3>
          <p className="text-sm break-words">{request.reason}</p>
        </section>
        <Facts request={request} now={now} />
        <FigureStrip figures={figures} />
        {open ? (
          <section aria-label="Who may approve">
            <h3 className="lbl mb-1 font-normal">
              {request.takesWord ? 'May approve' : 'May approve or refuse'}
            </h3>
            <p className="text-xs">
              A {decidingRoles(switches, request.takesWord !== null)} other than{' '}
              {mine ? 'you' : request.requestedBy.name}
              {names.length > 0 ? <span className="pl-2 text-ink-3">{orList(names)}</span> : null}
            </p>
            {request.notYours !== null && !mine ? (
              <p className="mt-1 text-xs text-ink-2">{request.notYours}</p>
            ) : wordHeld !== null && !mine ? (
              <p className="mt-1.5 text-xs text-risk-text">{wordHeld}</p>
            ) : null}
          </section>
        ) : null}
        <RefusedChange error={error} />
      </div>
    </Sheet>
  );
}

/** What became different since it was asked for. */
function Since({ request }: { request: ChangeRequestView }) {
  const { changesNow, voidedBy } = request;
  if (changesNow === null) return null;
  return (
    <section aria-label="What it would be now">
      <h3 className="lbl mb-1 font-normal text-risk-text!">
        {voidedBy?.changeSetId
          ? `${voidedBy.name} changed a value meanwhile. Now it would be`
          : 'Now it would be'}
      </h3>
      {changesNow.length > 0 ? (
        <DiffPreview changes={diffRows(changesNow)} />
      ) : (
        <p className="text-xs text-ink-2">The values are these already: nothing is left to ask for.</p>
      )}
    </section>
  );
}

/** What a request can be part of, by the kind of its subject (lib/commands/changes/request-subjects.ts). */
const PART_OF: Readonly<Record<string, string>> = {
  'level-press': 'Leaving a level',
  'emergency-stop': 'The restart after an emergency stop',
  [STEP_SUBJECT]: 'A step of a run',
};

function Facts({ request, now }: { request: ChangeRequestView; now: string }) {
  const facts = [
    ['Part of', request.subject ? (PART_OF[request.subject.kind] ?? request.subject.kind) : null],
    ['Incident', request.incident],
    ['Holds until', request.until ? `${stamp(request.until, now)} UTC` : null],
    ['Owner', request.owner?.name ?? null],
    ['Decided by', request.decidedBy && request.state !== 'withdrawn' ? request.decidedBy.name : null],
    ['Decided at', request.decidedAt ? `${stamp(request.decidedAt, now)} UTC` : null],
    ['Answer', request.decisionReason],
  ].filter((fact): fact is [string, string] => fact[1] !== null);
  if (facts.length === 0) return null;
  return (
    <dl className="grid grid-cols-[6rem_1fr] gap-y-1 text-xs [&_dt]:text-ink-3">
      {facts.map(([label, words]) => (
        <div key={label} className="contents">
          <dt>{label}</dt>
          <dd className="tn break-words">{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function Footer({
  request,
  mine,
  wordHeld,
  raisingHeld,
  cannotSend,
  pending,
  onApprove,
  onRefuse,
  onWithdraw,
  onAskAgain,
}: RequestSheetProps & { mine: boolean; wordHeld: string | null }) {
  if (request.state === 'open' && mine) {
    return (
      <Button size="lg" busy={pending} disabledReason={cannotSend} onClick={onWithdraw}>
        Withdraw the request
      </Button>
    );
  }
  if (request.state === 'open') {
    const raises = wayOfAll(request.changes) === 'raising';
    return (
      <>
        <Button
          size="lg"
          variant="safe"
          icon={ArrowDownRight}
          busy={pending}
          disabledReason={request.notYours ?? cannotSend}
          onClick={onRefuse}
        >
          Refuse
        </Button>
        {wordHeld === null || request.notYours !== null ? (
          <Button
            size="lg"
            variant="risk"
            icon={ArrowUpRight}
            busy={pending}
            disabledReason={request.notYours ?? cannotSend ?? (raises ? raisingHeld : null)}
            onClick={onApprove}
            className="ml-auto"
          >
            {pending ? 'Sending' : 'Approve'}
          </Button>
        ) : null}
      </>
    );
  }
  const again = request.state === 'void' || request.state === 'expired';
  if (!again || !mine || request.changesNow?.length === 0 || !onAskAgain) return undefined;
  return (
    <Button
      size="lg"
      variant="risk"
      icon={ArrowUpRight}
      disabledReason={cannotSend ?? raisingHeld}
      onClick={onAskAgain}
      className="ml-auto"
    >
      Ask again
    </Button>
  );
}
