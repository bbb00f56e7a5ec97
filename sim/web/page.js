// Follows the venue: puts each piece that changed in its place, says so when it has lost sight of it, and presses its buttons.
const link = document.getElementById('link');
const events = new EventSource('/events');

events.addEventListener('pieces', (event) => {
  for (const [id, html] of Object.entries(JSON.parse(event.data))) {
    const element = document.getElementById(id);
    if (element) element.innerHTML = html;
  }
});
events.addEventListener('open', () => {
  link.textContent = '';
});
events.addEventListener('error', () => {
  link.textContent = `OFFLINE since ${new Date().toISOString().slice(11, 19)} UTC, trying again`;
});

const said = document.getElementById('said');

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-method]');
  if (!button) return;
  const select = button.closest('tr')?.querySelector('select[data-choice]');
  const body = select ? { [select.dataset.choice]: select.value } : {};
  const { method, fault, path } = button.dataset;
  button.disabled = true;
  try {
    const response = await fetch(path ?? `/faults/${fault}`, {
      method,
      ...(method === 'POST'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
        : {}),
    });
    said.textContent = response.ok ? '' : ((await response.json()).error?.message ?? 'That did not work.');
  } catch {
    said.textContent = 'The venue cannot be reached.';
  }
  button.disabled = false;
});
