// Follows the venue: puts each piece that changed in its place, says so when it has lost sight of it, and presses its buttons.
const link = document.getElementById('link');
const events = new EventSource('/events');

/** Puts a new piece in its place: what was chosen in it stays, and so does the focus. */
function replace(element, html) {
  const chosen = [...element.querySelectorAll('select[id], input[id]')].map(({ id, value }) => [id, value]);
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  element.innerHTML = html;
  for (const [id, value] of chosen) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
}

events.addEventListener('pieces', (event) => {
  for (const [id, html] of Object.entries(JSON.parse(event.data))) {
    const element = document.getElementById(id);
    if (element) replace(element, html);
  }
});
events.addEventListener('open', () => {
  link.textContent = '';
});
events.addEventListener('error', () => {
  link.textContent = `OFFLINE since ${new Date().toISOString().slice(11, 19)} UTC, trying again`;
});

/** Sends what was asked, and says beside it what was wrong with it. */
async function send(button, said, path, method, body) {
  button.disabled = true;
  try {
    const response = await fetch(path, {
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
  // The piece that held it may have been replaced meanwhile.
  (document.getElementById(button.id) ?? button).focus();
}

const saidNear = (element) => element.closest('section').querySelector('[role="status"]');

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-method]');
  if (!button) return;
  const field = button.closest('tr')?.querySelector('[data-choice]');
  const body = field ? { [field.dataset.choice]: field.value } : {};
  const { method, fault, path } = button.dataset;
  void send(button, saidNear(button), path ?? `/faults/${fault}`, method, body);
});

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const { side, version } = event.target.elements;
  const path = `${event.target.dataset.path}/${side.value}`;
  void send(event.submitter, saidNear(event.target), path, 'POST', { version: version.value });
});
