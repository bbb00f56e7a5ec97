// The review of duties on screen, as of the moment it was read.
'use client';
import { useQuery } from '@tanstack/react-query';
import { dutyReviewQuery } from '#app/_client/queries.ts';
import { DutyReview } from '#components/access/duty-review.tsx';
import { AuditTabs } from '#components/audit/audit-tabs.tsx';
import { clock } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import type { DutyReviewBody } from '#lib/contract/review.ts';

export function DutiesScreen({ review }: { review: DutyReviewBody }) {
  const { data } = useQuery({ ...dutyReviewQuery, initialData: review });
  return (
    <Screen title="Audit" note={`Duties as of ${clock(data.at)} UTC`}>
      <AuditTabs on="/audit/duties" />
      <DutyReview review={data} />
    </Screen>
  );
}
