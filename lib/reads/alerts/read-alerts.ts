// The alert board: open firings by alert with their clocks and actions, what was resolved lately, and whether the pipeline lives.
import { z } from 'zod';
import { HEARTBEAT_SECONDS } from '#lib/catalog/alert-clocks.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { AlertGroup, AlertsBody } from '#lib/contract/alerts.ts';
import type { Read } from '#lib/reads/read.ts';
import { ABOUT_A_MARKET } from '#lib/rules/alerts/alert-action.ts';
import { ok } from '#lib/rules/result.ts';
import {
  type FiringRow,
  type GroupRow,
  openFirings,
  openGroups,
  resolvedFirings,
} from '#lib/store/alerts/alert-board.ts';
import { oldestWaitMs } from '#lib/store/alerts/deliveries.ts';
import { peekMatrix } from '#lib/store/changes/matrix.ts';
import { firingView, stormActionView } from './firing-view.ts';

const input = z.strictObject({});

/** A storm leaves the board usable: so many cards, and so many firings on each. */
const GROUPS = 60;
const EACH = 20;
const RESOLVED = 30;
const REJECTED = 50;

export const readAlerts: Read<z.output<typeof input>, AlertsBody> = {
  action: 'read-alerts',
  body: 'AlertsBody',
  input,
  run: async (tx, _input, actor) => {
    const { state, now } = await peekMatrix(tx);
    const groups = await openGroups(tx, GROUPS, ABOUT_A_MARKET);
    const open = await openFirings(tx, groups, EACH);
    const resolved = await resolvedFirings(tx, RESOLVED);
    const pipelines = await tx.pipeline.findMany({ orderBy: { name: 'asc' } });
    const rejected = await tx.rejectedAlert.findMany({
      where: { seenAt: null },
      orderBy: { rejectedAt: 'desc' },
      take: REJECTED,
    });

    function groupView(group: GroupRow, firings: readonly FiringRow[]): AlertGroup {
      const alert = group.alert === null ? undefined : findAlert(group.alert);
      return {
        ...{ alert: group.alert, title: alert?.title ?? group.title, priority: group.priority },
        ...{ drill: group.drill, count: group.count, unconfirmed: group.unconfirmed, unacted: group.unacted },
        firings: firings.map((row) => firingView(row, now)),
        action: stormActionView(group, state, actor),
        further: alert?.further ?? [],
        procedure: alert?.procedure ?? null,
      };
    }

    const silentBefore = now.getTime() - HEARTBEAT_SECONDS * 1_000;
    return ok({
      now: now.toISOString(),
      groups: groups.map((group) =>
        groupView(
          group,
          open.filter(
            (row) =>
              (row.alert ?? row.title) === group.key &&
              row.priority === group.priority &&
              row.drill === group.drill,
          ),
        ),
      ),
      resolved: resolved.map((row) => firingView(row, now)),
      pipelines: pipelines.map(({ name, heardAt }) => ({
        name,
        heardAt: heardAt.toISOString(),
        silent: heardAt.getTime() < silentBefore,
      })),
      rejected: rejected.map(({ deliveryId, place, why, rejectedAt }) => ({
        ...{ deliveryId: String(deliveryId), place, why },
        rejectedAt: rejectedAt.toISOString(),
      })),
      waitingMs: await oldestWaitMs(tx),
    });
  },
};
