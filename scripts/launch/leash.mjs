// Loaded into each child: ends it in order when its launcher is gone, so that a killed launcher leaves nothing behind.
const launcher = Number(process.env.BULKHEAD_LAUNCHER_PID);

function launcherRuns() {
  try {
    process.kill(launcher, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (launcher > 1) {
  setInterval(() => {
    if (!launcherRuns()) process.kill(process.pid, 'SIGTERM');
  }, 1_000).unref();
}
