// How this browser calls whoever looks at it: the sound with a trial, and the browser's notifications.
'use client';
import { Bell, Volume2, VolumeX } from 'lucide-react';
import {
  askForNotifications,
  type Permission,
  useNotifications,
} from '#components/alerts/alert-notification.ts';
import {
  allowSound,
  setAlertSound,
  soundAlert,
  useAlertSound,
  useSoundAllowed,
} from '#components/alerts/alert-sound.ts';
import { Button } from '#components/ui/button.tsx';

const NOTICE = {
  granted: 'Notifications show while this page is in the background.',
  denied: 'Notifications are forbidden for this page: allow them in the settings of the browser.',
  default: 'Notifications can call you while this page is in the background.',
  unsupported: 'This browser shows no notifications.',
} as const satisfies Record<Permission, string>;

export function AlertDevice() {
  const on = useAlertSound();
  const allowed = useSoundAllowed();
  const notifications = useNotifications();
  return (
    <div className="flex flex-col gap-3 px-4 py-3 text-xs lg:px-5">
      <div>
        <p className="text-ink-2">
          {on
            ? allowed
              ? 'A new P0 sounds here, and again in its last minute.'
              : 'The browser keeps this page silent until you press something in it.'
            : 'The sound is off in this browser.'}
        </p>
        <div className="mt-1.5 flex flex-wrap gap-2">
          <Button
            icon={on ? VolumeX : Volume2}
            aria-pressed={!on}
            onClick={() => {
              allowSound();
              setAlertSound(!on);
            }}
          >
            Mute
          </Button>
          <Button
            disabledReason={on ? null : 'The sound is muted.'}
            onClick={() => {
              allowSound();
              soundAlert('new');
            }}
          >
            Hear it
          </Button>
        </div>
      </div>
      <div>
        <p className="text-ink-2">{NOTICE[notifications]}</p>
        {notifications === 'default' ? (
          <Button icon={Bell} className="mt-1.5" onClick={() => void askForNotifications()}>
            Allow notifications
          </Button>
        ) : null}
      </div>
    </div>
  );
}
